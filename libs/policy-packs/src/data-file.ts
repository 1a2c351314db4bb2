import type { ValidateFunction } from 'ajv/dist/2020.js';
import { textOf } from './data-folder.ts';
import { ownSchemaCompiler } from './own-schema.ts';
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
  const validate: ValidateFunction<T> = ownSchemaCompiler().compile<T>(
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
