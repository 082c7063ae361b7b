import { type Cases, NO, tested, untested } from './case.js';

/** Files, formats of others, and the values themselves. */
export const values: Cases = {
  H01: tested('MISP’s numeric ids', 'name nobody here; without a UUID refused'),
  H02: tested('MISP’s distribution levels', 'go no further than they say; unknown ones stay within the organisation'),
  H03: tested('tags that contradict each other', 'the stricter goes; TLP:RED and labels of nobody’s are refused'),
  H04: tested('deleted attributes, proposals', 'taken back; named and not taken; in no block list'),
  H05: tested(
    'file names and titles that climb, turn around or break lines',
    'texts or refused; they name no file of the hub',
  ),
  H06: tested('packed files', '415; never unpacked'),
  H07: untested('pictures with scripts', NO.files),
  H08: tested('forms of 10,000 fields', '415, not read'),
  H09: tested('zip archives', '415, not read'),
  H11: tested('document ids that climb; an older version', 'the file is named by the hub; 409'),
  H12: tested('product trees 10,000 deep, or of 100,000', '422 csaf_invalid'),
  H13: tested('what is not CLEAR, without sign-in', 'absent; CLEAR is there where the alliance wants it'),
  H14: tested(
    'texts that a spreadsheet would run',
    'leave as the JSON text that they came as; in CSV with an apostrophe before, which a reader takes away again',
  ),
  H15: tested(
    'tables with quotes that don’t end, cells of 10 MB, NULs',
    'each such line refused under its number; all others read',
  ),
  H16: tested('XML of any kind; a bare URL', '415; 400; nothing is fetched'),
  H17: tested(
    'pages and PDFs with remote parts, local files, scripts',
    'left out or text; nothing is asked for or read',
  ),
  H19: tested('many files by one member', '409 limit_reached'),
  I01: tested('IPv4 in hexadecimal, as one number, in other digits', '422, never read as something else'),
  I02: tested('forms of an IPv6 address', 'one address'),
  I03: tested(
    'names in other scripts that look alike',
    'their A-label; no match for the ASCII name; how they read is told, and that scripts are mixed',
  ),
  I05: tested('defanged, once and twice', 'one value'),
  I06: tested('hashes of wrong length, in capitals, of the empty file', '422; lower case; overbroad'),
  I07: tested('values that cover far too much', '422 observable_overbroad'),
  I08: tested('URLs with line breaks, credentials, of 10 kB', '422, or kept inert'),
  I09: tested('an e-mail address with a header in it', '422'),
  I10: tested('YARA of 1 MB', '422; 60 kB is text'),
  I11: tested('letters that fold in odd ways', 'one key as UTS 46 has it'),
  I12: tested('more items an hour than an organisation may', '429; others go on'),
};
