import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** Of `package.json`: the same from sources and as built. */
export function productVersion(): string {
  const file = findPackageJSON(import.meta.url);
  if (file === undefined) throw new Error('There is no package.json above this file.');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
