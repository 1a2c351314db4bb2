import { join } from 'node:path';

// The services under test start by the hundred: what the first compiled, the others need not.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile');

const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

/** Tiers are told apart by the file's name; a fault test by its folder. `eslint.config.js` refuses a spec outside all of them. */
const tier = (displayName, testMatch, testPathIgnorePatterns = []) => ({
  displayName,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch,
  testPathIgnorePatterns: ['/node_modules/', ...testPathIgnorePatterns],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'default'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
});

export default {
  projects: [
    tier('unit', ['**/*.unit.spec.ts'], ['<rootDir>/test/faults/']),
    tier('int', ['**/*.int.spec.ts'], ['<rootDir>/test/faults/']),
    tier('e2e', ['**/*.e2e.spec.ts'], ['<rootDir>/test/faults/']),
    tier('faults', ['<rootDir>/test/faults/**/*.spec.ts']),
  ],
  testSequencer: '<rootDir>/test/support/slowest-first-sequencer.js',
  reporters: ['default', '<rootDir>/test/support/total-reporter.js'],
  // For two cores: services under test need them as well, and now and then a test only waits.
  maxWorkers: 3,
  // Milliseconds: a tier that starts services sets its own, longer ones.
  testTimeout: 20_000,
  watchman: false,
};
