const found = {
  type: 'domain-name',
  value: 'evil.example',
  count: 1,
  places: [
    { offset: 0, length: 12, line: 1, written: 'evil.example', context: 'evil.example', defanged: false, doubts: [] },
  ],
  doubtful: false,
  doubts: [],
  warnings: [],
  known: false,
  members: 0,
  indicators: [],
};
const doubtful = {
  ...found,
  type: 'ipv4-addr',
  value: '9.8.7.6',
  doubtful: true,
  doubts: [{ code: 'version', detail: 'may be a version number' }],
  known: true,
};
const leftOut = {
  offset: 5,
  length: 4,
  line: 2,
  written: 'cut.\u001b[2J',
  reason: 'cut_off',
  detail: 'a part of it is missing',
};
const list = {
  id: 'ours',
  name: 'Ours',
  description: '',
  version: 1,
  type: 'string',
  matching_attributes: [],
  entries: 1,
  own: false,
  updated_at: null,
};

type Route = [method: string, path: RegExp, reply: (url: URL, body: string) => unknown];

/** A report with two values, and one warninglist, which whoever signs in may change. */
export const EXTRACTION_ROUTES: Route[] = [
  [
    'POST',
    /\/extract$/,
    () => ({
      format: 'text',
      items: [found, doubtful],
      left_out: [leftOut],
      counts: { items: 2, sure: 1, known: 1, left_out: 1 },
    }),
  ],
  ['GET', /\/warninglists$/, () => ({ items: [list] })],
  ['PUT', /\/warninglists\/ours$/, () => list],
  ['DELETE', /\/warninglists\/ours$/, () => ({})],
  ['POST', /\/session$/, () => ({ mfa_required: false })],
  ['DELETE', /\/session$/, () => ({})],
];
