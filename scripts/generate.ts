/**
 * Regenerate everything that is generated and checked in, in the order it depends on each other: the build, the API
 * description from the built service, the client's types from that, the documents from the sources.
 * With `--check` nothing is written, and a difference is a failure.
 */
import { report, runStep, type Step } from './run-steps.ts';

const check = process.argv.includes('--check') ? ' --check' : '';

const steps: readonly Step[] = [
  { name: 'build', command: 'npm run --silent build' },
  { name: 'openapi.json', command: `node dist/apps/ledger/src/openapi/generate.js${check}` },
  {
    name: 'libs/sdk/src/openapi.gen.ts',
    command: `openapi-typescript openapi.json --output libs/sdk/src/openapi.gen.ts --immutable${check}`,
  },
  { name: 'docs/events', command: `node --conditions=source scripts/generate-event-docs.ts${check}` },
  {
    name: 'libs/policy-packs/data/*.schema.json',
    command: `node --conditions=source scripts/generate-pack-schemas.ts${check}`,
  },
  {
    name: 'settings table of README.md',
    command: `node --conditions=source scripts/generate-settings-table.ts${check}`,
  },
  { name: 'docs/problems.md', command: `node --conditions=source scripts/generate-problem-docs.ts${check}` },
];

for (const step of steps) {
  const result = await runStep(step);
  report(result);
  if (!result.passed) {
    process.exitCode = 1;
    break;
  }
}
