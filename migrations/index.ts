import { Members1700000000001 } from './0001-members.js';
import { Exchange1700000000002 } from './0002-exchange.js';
import { Limits1700000000003 } from './0003-limits.js';
import { LeanIndexes1700000000004 } from './0004-lean-indexes.js';
import { Envelope1700000000005 } from './0005-envelope.js';
import { AuditStays1700000000006 } from './0006-audit-stays.js';
import { LeanRows1700000000007 } from './0007-lean-rows.js';
import { AudienceFirst1700000000008 } from './0008-audience-first.js';
import { HeldSince1700000000009 } from './0009-held-since.js';
import { Advisories1700000000010 } from './0010-advisories.js';
import { Templates1700000000011 } from './0011-templates.js';
import { Notices1700000000012 } from './0012-notices.js';
import { Csaf1700000000013 } from './0013-csaf.js';
import { Taxii1700000000014 } from './0014-taxii.js';
import { Imports1700000000016 } from './0016-imports.js';
import { Warninglists1700000000017 } from './0017-warninglists.js';
import { Misp1700000000018 } from './0018-misp.js';
import { Out1700000000019 } from './0019-out.js';
import { Sources1700000000020 } from './0020-sources.js';
import { TextIndex1700000000021 } from './0021-text-index.js';
import { Administration1700000000022 } from './0022-administration.js';
import { Searches1700000000026 } from './0026-searches.js';
import { Warned1700000000031 } from './0031-warned.js';
import { Submissions1700000000032 } from './0032-submissions.js';
import { ChangedLater1700000000033 } from './0033-changed-later.js';
import { WholeEvents1700000000034 } from './0034-whole-events.js';
import { Introductions1700000000035 } from './0035-introductions.js';
import { Preferences1700000000037 } from './0037-preferences.js';
import { MispPushed1700000000038 } from './0038-misp-pushed.js';
import { Sighted1700000000039 } from './0039-sighted.js';

/** Forward only, in order. */
export const migrations = [
  Members1700000000001,
  Exchange1700000000002,
  Limits1700000000003,
  LeanIndexes1700000000004,
  Envelope1700000000005,
  AuditStays1700000000006,
  LeanRows1700000000007,
  AudienceFirst1700000000008,
  HeldSince1700000000009,
  Advisories1700000000010,
  Templates1700000000011,
  Notices1700000000012,
  Csaf1700000000013,
  Taxii1700000000014,
  Imports1700000000016,
  Warninglists1700000000017,
  Misp1700000000018,
  Out1700000000019,
  Sources1700000000020,
  TextIndex1700000000021,
  Administration1700000000022,
  Searches1700000000026,
  Warned1700000000031,
  Submissions1700000000032,
  ChangedLater1700000000033,
  WholeEvents1700000000034,
  Introductions1700000000035,
  Preferences1700000000037,
  MispPushed1700000000038,
  Sighted1700000000039,
];
