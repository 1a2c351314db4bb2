/**
 * Makes the built command line known as `node_modules/.bin/pdl`. A `bin` entry in package.json would not do: npx then copies
 * this package into its cache at every run, and complains of the machine's Node.
 */
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const LINK = join(ROOT, 'node_modules', '.bin', 'pdl');
const EXECUTABLE_MODE = 0o755;

chmodSync(join(ROOT, 'dist', 'apps', 'cli', 'src', 'main.js'), EXECUTABLE_MODE);
rmSync(LINK, { force: true });
symlinkSync(join('..', '..', 'dist', 'apps', 'cli', 'src', 'main.js'), LINK);
