import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Starting on an empty folder takes about a second; on ten million records, checking them, several. */
const START_MS_MAX = 60_000;
/** The service's own grace is 15 s, and writing a profile takes some more. */
const STOP_MS_MAX = 40_000;
const LINES_KEPT = 20;
/** As `npm start` and the image set them (docs/memory.md). */
const HEAP_LIMITS = ['--max-semi-space-size=16', '--max-old-space-size=256'];

export interface ServerStart {
  /** The built script. */
  readonly script: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A server in a process of its own, which tells on standard error that it `listens on <url>`. */
export class ServerProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #lines: readonly string[];

  private constructor(child: ChildProcess, listening: { url: string; ended: Promise<void>; lines: readonly string[] }) {
    this.#child = child;
    this.url = listening.url;
    this.#ended = listening.ended;
    this.#lines = listening.lines;
  }

  /** @throws Error with its last lines when it ends instead, or takes too long */
  static async start({ script, environment = {} }: ServerStart): Promise<ServerProcess> {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PDL_') && name !== 'NODE_ENV');
    const child = spawn(process.execPath, [...HEAP_LIMITS, script], {
      env: { ...Object.fromEntries(inherited), ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines: string[] = [];
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (what: string): void =>
        reject(new Error([`${script} ${what}. Its last lines:`, ...lines].join('\n')));
      const limit = setTimeout(() => fail('did not start in time'), START_MS_MAX);
      child.once('close', () => fail('ended'));
      createInterface({ input: child.stderr }).on('line', (line) => {
        lines.push(line.replaceAll(/pdl_[\w-]+/g, 'pdl_…'));
        lines.splice(0, lines.length - LINES_KEPT);
        const found = /listens on (http:\S+)/.exec(line)?.[1];
        if (found === undefined) return;
        clearTimeout(limit);
        resolve(found);
      });
    }).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
    return new ServerProcess(child, { url, ended, lines });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it said last, for when something broke. */
  get lastLines(): string {
    return this.#lines.join('\n');
  }

  /** Tell it to finish, and wait for that. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS_MAX);
    await this.#ended;
    clearTimeout(kill);
  }
}
