import type { Command } from 'commander';
import type { ImportOptions } from '../imports.js';
import { timeFrom } from '../terminal/said.js';
import type { Shell } from '../terminal/shell.js';
import type { AudienceSpec, Tlp } from '../types.js';
import { outline, run } from './command.js';
import { delimiter, mapping } from './import/mapping.js';
import { lookBefore } from './import/look-before.js';
import { submitJob } from './import/submit-job.js';
import { audience, collect, tlp, whole } from './options.js';
import type { CommonFlags } from './session.js';

interface Flags extends CommonFlags {
  tlp?: Tlp;
  to?: AudienceSpec;
  label?: string[];
  confidence?: number;
  validUntil?: string;
  validDays?: number;
  format?: string;
  mapping?: ImportOptions['mapping'];
  delimiter?: string;
  dryRun?: boolean;
  detach?: boolean;
}

/** `tocsin submit` */
export function submit(shell: Shell): Command {
  const command = outline({
    name: 'submit',
    summary: 'share what is in a file or stdin',
    about:
      'The hub reads it, and tells what it is from its content: CSV with any separator, lists, hosts files, Zeek, JSON, ' +
      'NDJSON, STIX, MISP events; reports with --format text. Values may be defanged. Each item gets its own outcome: a bad ' +
      'one is named with its place and never sinks the others. Submitting the same again changes nothing. What was handed ' +
      'in is read to its end, also when this command is stopped.',
    examples: [
      ['tocsin submit hafnium.csv', 'a file that says each TLP label itself'],
      ['tocsin submit list.txt --tlp green --label hafnium', 'a plain list'],
      ['tocsin submit bundle.json --to cert-nz,cert-no --tlp amber', 'to two members alone'],
      ['tocsin submit enterprise-attack.json --tlp clear', 'STIX of every type, such as MITRE ATT&CK'],
      ['tocsin submit misp-event.json', 'an event of MISP, for whom it says'],
      ['tocsin submit table.txt --delimiter ^ --mapping value=2', 'a table that is not like others'],
      ['grep -oE "https?://\\S+" mail.txt | tocsin submit - --tlp amber --dry-run', 'look before you leap'],
    ],
  })
    .argument('<file>', 'a file, or - for stdin')
    .option('--tlp <label>', 'TLP label of items that have none', tlp)
    .option(
      '--to <audience>',
      'all, organisation, group:ID, or short names with commas; of items that have none',
      audience,
    )
    .option('--label <label>', 'a further label for each item; may be repeated', collect)
    .option('--confidence <n>', 'confidence of items that have none', whole(0, 100))
    .option('--valid-until <time>', 'end of validity of items that have none', timeFrom)
    .option('--valid-days <n>', 'the same in days', whole(1, 36_500))
    .option('--dry-run', 'print how the beginning of it would be read; the hub looks at it, and keeps nothing')
    .option('--detach', 'do not wait until it is read')
    .optionsGroup('What it is, where the hub should not tell:')
    .option('--format <format>', 'csv, list, zeek, ndjson, json, stix, misp, text')
    .option('--mapping <columns>', 'value=NAME,type=2,…: which column of a table has what', mapping)
    .option('--delimiter <character>', 'what separates the columns of a table; also tab', delimiter);
  return run<Flags>(command, shell, (session, flags, file = '-') => {
    const options = optionsOf(flags);
    return flags.dryRun ? lookBefore(session, file, options) : submitJob(session, file, options, flags.detach === true);
  });
}

function optionsOf(flags: Flags): ImportOptions {
  const { format, mapping: columns, delimiter: apart, tlp: label, to, label: labels, confidence } = flags;
  return {
    ...(format !== undefined && { format }),
    ...((columns ?? apart) !== undefined && {
      mapping: { ...columns, ...(apart !== undefined && { delimiter: apart }) },
    }),
    ...(label && { tlp: label }),
    ...(to && { audience: to }),
    ...(labels && { labels }),
    ...(confidence !== undefined && { confidence }),
    ...(flags.validDays !== undefined && { valid_days: flags.validDays }),
    ...(flags.validUntil !== undefined && { valid_until: flags.validUntil }),
  };
}
