/**
 * Says, for each of the policies the project starts from, which of its rules are in force in the engine: a row counts if
 * some case comes out differently without it. With `--json` as JSON. Exits with 1 if a rule is missing.
 */
import { loadPolicyPacks, loadVocabulary } from '#libs/policy-packs';
import { coverageOf } from '../test/policies/coverage.ts';

const vocabulary = loadVocabulary();
const policies = coverageOf(loadPolicyPacks(vocabulary), vocabulary);
const counts = policies.map(({ controllerId, rows, inForce, notMachineCheckable, missing }) => ({
  controllerId,
  rows,
  inForce: inForce.length,
  notMachineCheckable: notMachineCheckable.length,
  missing: missing.length,
}));

if (process.argv.includes('--json')) console.log(JSON.stringify({ counts, policies }, null, 2));
else {
  console.table(counts);
  for (const { missing } of policies) for (const { row, why } of missing) console.log(`${row}: ${why}`);
}
if (policies.some(({ missing }) => missing.length > 0)) process.exitCode = 1;
