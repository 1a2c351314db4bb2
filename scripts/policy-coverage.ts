/**
 * Says, for each of the policies the project starts from and for each law, which of its rules are in force in the engine: a row counts if
 * some case comes out differently without it. With `--json` as JSON. Exits with 1 if a rule is missing.
 */
import { loadJurisdictionPacks, loadPolicyPacks, loadVocabulary } from '#libs/policy-packs';
import { coverageOf } from '../test/policies/coverage.ts';
import { lawCoverageOf } from '../test/policies/law-coverage.ts';

const vocabulary = loadVocabulary();
const packs = loadPolicyPacks(vocabulary);
const policies = coverageOf(packs, vocabulary);
const [like] = packs;
if (like === undefined) throw new Error('No policy is shipped.');
const laws = lawCoverageOf(loadJurisdictionPacks(vocabulary), { like, vocabulary });
const counts = policies.map(({ controllerId, rows, inForce, notMachineCheckable, missing }) => ({
  controllerId,
  rows,
  inForce: inForce.length,
  notMachineCheckable: notMachineCheckable.length,
  missing: missing.length,
}));
const lawCounts = laws.map(({ pack, rows, inForce, notMachineCheckable, notInForce, missing }) => ({
  pack,
  rows,
  inForce: inForce.length,
  notMachineCheckable: notMachineCheckable.length,
  notInForce: notInForce.length,
  missing: missing.length,
}));
const all = [...policies, ...laws];

if (process.argv.includes('--json')) console.log(JSON.stringify({ counts, policies, lawCounts, laws }, null, 2));
else {
  console.table(counts);
  console.table(lawCounts);
  for (const { missing } of all) for (const { row, why } of missing) console.log(`${row}: ${why}`);
}
if (all.some(({ missing }) => missing.length > 0)) process.exitCode = 1;
