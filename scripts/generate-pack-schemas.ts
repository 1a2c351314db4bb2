/**
 * Writes the JSON Schemas of policy and jurisdiction packs beside the packs. With `--check` writes nothing and exits with 1
 * if a file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jurisdictionPackSchema, policyPackSchema } from '#libs/domain';

const FOLDER = join(import.meta.dirname, '..', 'libs', 'policy-packs', 'data');

const wanted = new Map([
  ['policy-pack.schema.json', policyPackSchema()],
  ['jurisdiction-pack.schema.json', jurisdictionPackSchema()],
]);

for (const [file, schema] of wanted) {
  const path = join(FOLDER, file);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`libs/policy-packs/data/${file} is not up to date. Run: npm run generate`);
    process.exitCode = 1;
  }
}
