/**
 * Everything that must hold before a commit, the same here and in CI. `--no-tests` leaves the tests out, for a caller
 * that runs all of them anyway. Runs every step even after a failure, so that one run tells everything.
 */
import { report, runStep, type Step, type StepResult } from './run-steps.ts';

/** Two lanes for two cores: the slow lint on one, everything that needs the compiler's output on the other. */
const lanes: readonly (readonly Step[])[] = [
  [
    { name: 'lint', command: 'npm run --silent lint' },
    { name: 'import table', command: 'npm run --silent deps:check' },
  ],
  [
    { name: 'format', command: 'npm run --silent format:check' },
    { name: 'types', command: 'npm run --silent types' },
    { name: 'build and generated files', command: 'npm run --silent generate:check' },
  ],
];

const tests: readonly Step[] = [
  { name: 'unit and integration tests', command: 'npm run --silent jest -- --selectProjects unit int' },
];

async function runLane(steps: readonly Step[]): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const result = await runStep(step);
    report(result);
    results.push(result);
  }
  return results;
}

const withTests = !process.argv.includes('--no-tests');
const results = (await Promise.all(lanes.map(runLane))).flat();
if (withTests) {
  results.push(...(await runLane(tests)));
}

const failed = results.filter((result) => !result.passed);
const summary = failed.length === 0 ? 'all checks passed' : `failed: ${failed.map((result) => result.name).join(', ')}`;
process.stdout.write(`${summary}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
