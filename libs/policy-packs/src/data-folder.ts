import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PolicyPackError } from './policy-pack-error.ts';

/** Text of a file of the data folder, named from there: `calendars/CN.yaml`. */
export function textOf(file: string): string {
  return readFileSync(join(dataFolder(), file), 'utf8');
}

/** Names, from the data folder, of the YAML files in one of its folders, in the order of their names. */
export function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(join(dataFolder(), folder))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => `${folder}/${name}`);
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
