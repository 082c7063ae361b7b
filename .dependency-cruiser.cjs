/** The house: look down, never up, never sideways; a room's only door is its index.ts. */
const FLOORS = [
  ['kernel'],
  ['platform', 'formats', 'query'],
  ['audit', 'members'],
  ['audience', 'auth', 'warninglists'],
  ['exchange'],
  ['indicators', 'search', 'searches', 'advisories'],
  [
    'feeds',
    'interop',
    'notices',
    'demo',
    'imports',
    'extraction',
    'exports',
    'identities',
    'webhooks',
    'sources',
    'statistics',
  ],
];

/** Rooms that may look at one neighbour of their own floor: the query language reads observables; deeds are recorded by who does them. */
const NEIGHBOURS = { query: ['formats'], members: ['audit'] };

const room = (names) => `^src/(${names.join('|')})/`;
const floors = FLOORS.flatMap((rooms, i) =>
  rooms.map((name) => {
    const below = FLOORS.slice(0, i).flat();
    const allowed = [name, ...below, ...(NEIGHBOURS[name] ?? [])];
    return {
      name: `floor-of-${name}`,
      comment: `src/${name} stands on floor ${i + 1}: it may import ${below.join(', ') || 'nothing of the house'}`,
      severity: 'error',
      from: { path: `^src/${name}/` },
      to: { path: '^src/', pathNot: room(allowed) },
    };
  }),
);

module.exports = {
  forbidden: [
    ...floors,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'only-through-the-door',
      comment: 'a room is entered by its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/.+', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'not-ones-own-door',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/$1/index\\.ts$' },
    },
    {
      name: 'pure',
      comment: 'kernel, formats and query know no framework and no database',
      severity: 'error',
      from: { path: '^src/(kernel|formats|query)/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|socket\\.io|fastify|rxjs)' },
    },
    { name: 'no-src-to-test', severity: 'error', from: { path: '^src' }, to: { path: '^(test|bench|torture)/' } },
    { name: 'client-stands-alone', severity: 'error', from: { path: '^client' }, to: { path: '^(src|test|migrations)' } },
    {
      name: 'console-through-the-client',
      comment:
        'the console speaks to the hub as everybody does: by the SDK. What it shares with it is how Markdown is read and bare links in it are written, which types values have and how a text is encoded: pure, and said once',
      severity: 'error',
      from: { path: '^web' },
      to: {
        path: '^(src|test|migrations|client/(?!src/index|dist/index))',
        pathNot: '^src/(formats/markdown/(nodes|bare-links|read-(tokens|blocks|inlines))|formats/lists/wide-encoding|kernel/observable)\\.ts$',
      },
    },
    { name: 'house-without-console', severity: 'error', from: { path: '^(src|client)' }, to: { path: '^web' } },
    { name: 'house-without-client', severity: 'error', from: { path: '^src' }, to: { path: '^client' } },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      from: { path: '^src', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
