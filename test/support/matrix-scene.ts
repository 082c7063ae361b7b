import type { Cast } from './cast.js';
import type { MatrixViewer, Whom } from './matrix-model.js';

const member = (of: string) => ({ of });
/** Everybody of the matrix. */
export const CAST: Cast = {
  organisations: [
    { name: 'secretariat', country: 'ZZZ', blocs: [] },
    { name: 'cert-a', country: 'AUT', blocs: ['EU'] },
    { name: 'cert-b', country: 'BEL', blocs: ['EU', 'NATO'] },
    { name: 'cert-c', country: 'CZE', blocs: ['EU', 'NATO'] },
    { name: 'cert-d', country: 'DNK', blocs: ['NATO'] },
    { name: 'cert-e', country: 'EST', blocs: ['EU'] },
    { name: 'cert-s', country: 'SWE', blocs: ['EU'] },
  ],
  people: {
    root: { of: 'secretariat', role: 'alliance-admin' },
    adminA: { of: 'cert-a', role: 'org-admin' },
    ana: { of: 'cert-a', role: 'analyst' },
    al: { of: 'cert-a', role: 'analyst' },
    ray: { of: 'cert-a', role: 'reader' },
    bo: { of: 'cert-b', role: 'analyst' },
    cy: { of: 'cert-c', role: 'analyst' },
  },
  keys: {
    keyA: member('cert-a'),
    keyB: member('cert-b'),
    keyC: member('cert-c'),
    keyD: member('cert-d'),
    keyE: member('cert-e'),
    keyS: member('cert-s'),
    constituentA: { of: 'cert-a', kind: 'constituent', scopes: ['read', 'feed'] },
    constituentB: { of: 'cert-b', kind: 'constituent', scopes: ['read', 'feed'] },
    greenA: { of: 'cert-a', ceiling: 'green' },
    clearB: { of: 'cert-b', ceiling: 'clear' },
    readA: { of: 'cert-a', scopes: ['read'] },
    feedA: { of: 'cert-a', scopes: ['feed'] },
    revokedA: member('cert-a'),
  },
};

const both = ['read', 'feed'] as const;
const key = (organisation: string, ceiling = 'amber+strict', can: MatrixViewer['can'] = both): MatrixViewer => ({
  organisation,
  ceiling,
  can,
});
const person = (name: string, organisation: string): MatrixViewer => ({
  organisation,
  person: name,
  ceiling: 'red',
  can: both,
});

/** Kinds of viewer, as the model knows them. */
export const VIEWERS: Readonly<Record<string, MatrixViewer>> = {
  nobody: { organisation: '', ceiling: 'clear', anonymous: true, can: ['read'] },
  ray: person('ray', 'cert-a'),
  ana: person('ana', 'cert-a'),
  al: person('al', 'cert-a'),
  adminA: person('adminA', 'cert-a'),
  root: person('root', 'secretariat'),
  bo: person('bo', 'cert-b'),
  keyA: key('cert-a'),
  keyB: key('cert-b'),
  keyC: key('cert-c'), // has left the groups
  keyD: key('cert-d'), // came late to a group whose history begins at joining
  keyE: key('cert-e'), // came late to a group that shows its history
  constituentA: key('cert-a', 'amber'),
  constituentB: key('cert-b', 'amber'),
  greenA: key('cert-a', 'green'),
  clearB: key('cert-b', 'clear'),
  readA: key('cert-a', 'amber+strict', ['read']),
  feedA: key('cert-a', 'amber+strict', ['feed']),
  revokedA: key('cert-a', 'amber+strict', []),
  keyS: key('cert-s', 'amber+strict', []),
};

export const GROUPS = { joining: { full: false }, open: { full: true } } as const;

/** A report to be made: by whom, under which label, for whom. `id`: one that another organisation uses as well. */
export interface Report {
  readonly by: string;
  readonly tlp: string;
  readonly whom: Whom;
  readonly id?: string;
}

const labels = (by: string, whom: Whom, tlps: readonly string[]): Report[] => tlps.map((tlp) => ({ by, tlp, whom }));
const STRICT = ['amber', 'amber+strict'];
const GREEN = ['green', ...STRICT];
const group = (name: keyof typeof GROUPS) => ({ group: name });

/** Before anybody comes late or leaves. */
export const EARLY: readonly Report[] = [
  ...labels('keyA', 'all', ['clear', ...GREEN]),
  ...labels('keyB', 'all', ['clear', ...GREEN]),
  ...['keyA', 'keyB', 'keyC'].flatMap((by) => labels(by, 'organisation', STRICT)),
  ...labels('keyA', { organisations: ['cert-b'] }, GREEN),
  ...labels('keyC', { organisations: ['cert-a'] }, GREEN),
  ...labels('keyB', { organisations: ['cert-c', 'cert-d'] }, GREEN),
  ...labels('keyD', { rel_to: ['EU'] }, GREEN),
  ...labels('keyE', { rel_to: ['BEL', 'AUT'] }, GREEN),
  ...labels('keyA', { except: ['cert-c'] }, GREEN),
  ...labels('keyC', { rel_to: ['NATO'], except: ['cert-b'] }, STRICT),
  ...labels('keyA', group('joining'), GREEN),
  ...labels('keyC', group('joining'), STRICT),
  ...labels('keyB', group('open'), GREEN),
  ...labels('keyA', { group: 'joining', except: ['cert-b'] }, STRICT),
  ...labels('ana', { people: ['bo'] }, ['red']),
  ...labels('bo', { people: ['ana'] }, ['red']),
  ...labels('ana', { people: ['ana', 'al'] }, ['red']),
  ...labels('adminA', { people: ['root'] }, ['red']),
  ...labels('bo', { people: ['cy'] }, ['red']),
  { by: 'keyA', tlp: 'amber', whom: 'organisation', id: 'shared' },
  { by: 'keyB', tlp: 'amber', whom: 'organisation', id: 'shared' },
];

/** After cert-c has left the groups, and cert-d and cert-e have come. */
export const LATE: readonly Report[] = [
  ...labels('keyB', group('joining'), GREEN),
  ...labels('keyA', group('open'), STRICT),
  ...labels('keyD', group('joining'), STRICT),
];

/** Requests for information, published at the same time: reports of theirs, signed by nobody. */
export const ADVISORIES: readonly Report[] = [
  ...labels('keyA', 'all', ['clear', 'green']),
  ...labels('keyB', 'all', STRICT),
  ...labels('keyC', 'organisation', ['amber']),
  ...labels('keyA', { organisations: ['cert-b'] }, ['amber+strict']),
  ...labels('keyB', group('joining'), ['amber']),
  ...labels('keyA', group('open'), ['green']),
  ...labels('ana', { people: ['bo'] }, ['red']),
];

/** A change of the report of that number: whom it is for now, or that it stands no more. */
export const CHANGES: readonly (readonly [report: number, change: { tlp?: string; whom?: Whom } | 'revoke'])[] = [
  [1, { tlp: 'amber', whom: { organisations: ['cert-b'] } }], // tightened
  [2, { tlp: 'green' }], // relaxed
  [3, { tlp: 'amber' }],
  [5, { tlp: 'clear' }],
  [6, { whom: 'organisation' }],
  [8, { whom: 'all' }],
  [9, { tlp: 'amber' }],
  [14, { whom: { except: ['cert-d'] } }],
  [0, 'revoke'],
  [7, 'revoke'],
  [15, 'revoke'],
  [35, { whom: 'all', tlp: 'green' }], // out of the group
  [38, 'revoke'], // by one who has left the group
];

/** Sightings, opinions and comments: by whom, of which report, and to whom when that is narrower. */
export const SAYINGS: readonly {
  readonly by: string;
  readonly about: number;
  readonly what: 'sightings' | 'opinions' | 'notes' | 'answers';
  readonly tlp?: string;
  readonly whom?: Whom;
}[] = [
  { by: 'keyB', about: 2, what: 'sightings' },
  { by: 'keyB', about: 2, what: 'sightings', tlp: 'amber+strict', whom: 'organisation' },
  { by: 'keyC', about: 5, what: 'opinions', tlp: 'amber', whom: 'organisation' },
  { by: 'keyD', about: 5, what: 'sightings' },
  { by: 'keyC', about: 2, what: 'opinions', tlp: 'amber', whom: { organisations: ['cert-a'] } },
  { by: 'keyA', about: 36, what: 'sightings' },
  { by: 'keyB', about: 41, what: 'opinions' },
  { by: 'bo', about: 50, what: 'sightings' },
  { by: 'keyB', about: 2, what: 'notes' },
  { by: 'keyC', about: 5, what: 'notes', tlp: 'amber+strict', whom: 'organisation' },
];

/** Answers to those requests, by their number among {@link ADVISORIES}. */
export const ANSWERS: readonly Omit<(typeof SAYINGS)[number], 'what'>[] = [
  { by: 'keyB', about: 0 },
  { by: 'keyB', about: 1 },
  { by: 'keyC', about: 1, tlp: 'amber', whom: { organisations: ['cert-a'] } },
  { by: 'keyD', about: 1, tlp: 'amber+strict', whom: 'organisation' },
  { by: 'keyA', about: 2 },
  { by: 'keyE', about: 3, whom: { organisations: ['cert-b'] } },
  { by: 'keyB', about: 5 },
  { by: 'keyA', about: 6 },
  { by: 'keyE', about: 7, tlp: 'amber', whom: 'organisation' },
  { by: 'bo', about: 8 },
];
