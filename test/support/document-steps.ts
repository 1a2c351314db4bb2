import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The shell blocks of a document that stand under a comment `rehearsed: <name>`, by name. */
export function rehearsedSteps(document: string): ReadonlyMap<string, string> {
  const blocks = document.matchAll(/<!-- rehearsed: (\S+) -->\s+```sh\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, name = '', commands = '']) => [name, commands]));
}

/** A shell in a folder of its own, where `pdl` is the built command line. */
export class DocumentShell {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(folder: string, env: { readonly [name: string]: string } = {}) {
    this.folder = folder;
    const programs = join(folder, '.programs');
    mkdirSync(programs, { recursive: true });
    const main = join(ROOT, 'dist/apps/cli/src/main.js');
    writeFileSync(join(programs, 'pdl'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
    chmodSync(join(programs, 'pdl'), 0o755);
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PDL_') && name !== 'NODE_OPTIONS');
    this.#env = { ...Object.fromEntries(own), PATH: `${programs}:${process.env.PATH}`, ...env };
  }

  /** What it printed. @throws Error with that where a command fails. */
  async run(commands: string | undefined): Promise<string> {
    if (commands === undefined) throw new Error('The document has no such step.');
    const { stdout, stderr } = await run('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd: this.folder,
      env: this.#env,
    });
    return `${stdout}${stderr}`;
  }
}

export function documentNamed(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
