import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { PolicyPackError } from './policy-pack-error.ts';

/**
 * Read a data file and check it against the schema beside it (`<name>.json`, `<name>.schema.json`).
 *
 * @throws PolicyPackError `missing` or `invalid`, with every fault
 */
export function readDataFile<T>(name: string): T {
  return parseData<T>(name, { data: textOf(`${name}.json`), schema: textOf(`${name}.schema.json`) });
}

/** Parse a data file's text and check it against its schema. */
export function parseData<T>(name: string, texts: { readonly data: string; readonly schema: string }): T {
  const data = parseJson(`${name}.json`, texts.data);
  const validate: ValidateFunction<T> = new Ajv2020({ allErrors: true, strict: true }).compile<T>(
    parseJson(`${name}.schema.json`, texts.schema) as object,
  );
  if (validate(data)) return data;
  const faults = (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`);
  throw new PolicyPackError('invalid', `${name}.json does not fit its schema: ${faults.join('; ')}`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolicyPackError('invalid', `${file} is not JSON.`, { cause });
  }
}

function textOf(file: string): string {
  return readFileSync(join(dataFolder(), file), 'utf8');
}

/**
 * The folder with the data. Compiled code stands under `dist/libs/policy-packs/src` and data is not copied there, so it
 * is looked for beside the code first and then as `libs/policy-packs/data` in every folder above.
 */
function dataFolder(): string {
  const start = import.meta.dirname;
  const found = [
    join(start, '..', 'data'),
    ...ancestors(start).map((folder) => join(folder, 'libs', 'policy-packs', 'data')),
  ].find((folder) => existsSync(join(folder, 'vocabulary.json')));
  if (found === undefined) {
    throw new PolicyPackError('missing', 'The folder libs/policy-packs/data is not part of this installation.');
  }
  return found;
}

function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
