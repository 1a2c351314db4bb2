import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A file, or the names in a folder, are on the disk afterwards. */
export function makeDurable(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
