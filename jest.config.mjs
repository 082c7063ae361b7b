/** The folder of the clone, whatever is in its name, as a part of a regular expression. */
const HERE = import.meta.dirname.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Packages that test files and the hub must share, or that take long to load. */
const NATIVE = '@nestjs|@secvisogram|commander|fast-check|openpgp|pg|playwright-core|socket\\.io(?:-client)?';

const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, explicitResourceManagement: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
      },
    ],
  },
};

export default {
  maxWorkers: 3, // on two cores: a third of what a worker does is wait
  testSequencer: '<rootDir>/test/support/sequencer.mjs',
  testTimeout: 900_000, // tells what hangs: no test's verdict is about time
  workerIdleMemoryLimit: '1500MB', // module registries of test files are not freed between them
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'lcov'],
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts', '!**/*.spec.ts'],
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{src,client/src,torture}/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'e2e',
      // the hub is loaded once a worker, not once a test file
      testEnvironment: '<rootDir>/test/support/native/environment.mjs',
      transform: {
        [`^${HERE}/src/.+\\.ts$`]: '<rootDir>/test/support/native/transform.mjs',
        [`/node_modules/(?:${NATIVE})/.+\\.m?js$`]: '<rootDir>/test/support/native/transform.mjs',
        ...common.transform,
      },
      transformIgnorePatterns: [`/node_modules/(?!(?:${NATIVE})/)`],
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
