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
];
