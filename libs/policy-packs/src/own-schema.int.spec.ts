import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';

const DATA = join(import.meta.dirname, '../data');

describe('the schemas of the data folder', () => {
  it.each(globSync('**/*.schema.json', { cwd: DATA }))('%s is one by JSON Schema 2020-12', (file) => {
    const ajv = new Ajv2020();
    const schema = JSON.parse(readFileSync(join(DATA, file), 'utf8')) as object;
    expect(ajv.validateSchema(schema) === true ? [] : ajv.errors).toEqual([]);
  });
});
