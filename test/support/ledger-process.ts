import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { LedgerCaller, type Credentials } from './ledger-caller.ts';

const ENTRY = join(import.meta.dirname, '../../dist/apps/ledger/src/main.js');
/** Generous: on a busy machine a start takes seconds. A service that works is waited for no longer than it needs. */
const START_MS_MAX = 60_000;
/** Between two looks at whether it is ready. */
const POLL_MS = 20;

/** Of memory, on every machine this is tried on. */
const PAGE_BYTES = 4_096;

export interface LedgerOptions {
  readonly dataDir: string;
  /** Settings beside or instead of those of a test; `undefined` takes one away. */
  readonly env?: { readonly [name: string]: string | undefined };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A folder of its own for a ledger, under the system's temporary one. Whoever makes it removes it. */
export const newDataDir = (): string => mkdtempSync(join(tmpdir(), 'pdl-test-'));

/** The built service as a process of its own. */
export class LedgerProcess {
  readonly dataDir: string;
  /** Every line it wrote so far, to either stream. */
  readonly lines: string[] = [];
  readonly ended: Promise<Ended>;
  baseUrl = '';
  readonly #child: ChildProcess;
  readonly #listening: Promise<string>;
  readonly #frozen = Promise.withResolvers<void>();

  private constructor({ dataDir, env = {} }: LedgerOptions) {
    this.dataDir = dataDir;
    this.#child = spawn(process.execPath, [ENTRY], {
      env: environmentOf(dataDir, env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => resolve({ code, signal }));
    });
    this.#listening = this.#readLines();
  }

  /** Resolves when it answers that it is ready. @throws Error with what it wrote if it ends instead. */
  static async start(options: LedgerOptions): Promise<LedgerProcess> {
    const ledger = LedgerProcess.spawn(options);
    const ended = ledger.ended.then(({ code }) => {
      throw new Error(`The ledger ended with ${code}:\n${ledger.lines.join('\n')}`);
    });
    ended.catch(() => undefined);
    try {
      ledger.baseUrl = await within(START_MS_MAX, Promise.race([ledger.#listening, ended]));
      await ledger.untilReady();
    } catch (error) {
      await ledger.kill();
      throw error;
    }
    return ledger;
  }

  /** Starts it and waits for nothing: for a start that is to fail. */
  static spawn(options: LedgerOptions): LedgerProcess {
    if (!existsSync(ENTRY)) throw new Error('The ledger is not built: run `npm run build` first.');
    return new LedgerProcess(options);
  }

  /** Of the running process. */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('The ledger did not start.');
    return this.#child.pid;
  }

  /** A start that is to fail: how it ended, and everything it wrote. */
  static async refusal(options: LedgerOptions): Promise<{ readonly code: number | null; readonly text: string }> {
    const ledger = LedgerProcess.spawn(options);
    try {
      const { code } = await within(START_MS_MAX, ledger.ended);
      return { code, text: ledger.lines.join('\n') };
    } finally {
      await ledger.kill();
    }
  }

  get caller(): LedgerCaller {
    return new LedgerCaller(this.baseUrl, credentialsIn(this.dataDir));
  }

  async untilReady(): Promise<void> {
    for (const limit = AbortSignal.timeout(START_MS_MAX); ; limit.throwIfAborted()) {
      const answer = await fetch(`${this.baseUrl}/readyz`, { signal: limit });
      await answer.arrayBuffer();
      if (answer.ok) return;
      await wait(POLL_MS);
    }
  }

  /** Tells it to stop, and waits until it has. */
  stop(): Promise<Ended> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }

  /** `kill -9`, without a warning. Does nothing to one that has ended. */
  kill(): Promise<Ended> {
    this.#child.kill('SIGKILL');
    return this.ended;
  }

  /** Its address, when it listens. */
  get listening(): Promise<string> {
    return this.#listening;
  }

  /** Stops it where it stands (SIGSTOP), in the midst of whatever it does. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
    this.#frozen.resolve();
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** Resolves when it is frozen for the first time. */
  get frozen(): Promise<void> {
    return this.#frozen.promise;
  }

  /** Files, sockets and whatever else it has open; Linux only. */
  get openCount(): number {
    return readdirSync(`/proc/${this.#child.pid}/fd`).length;
  }

  /** Memory in use, in bytes; Linux only. */
  get residentBytes(): number {
    const [, pages] = readFileSync(`/proc/${this.#child.pid}/statm`, 'utf8').split(' ');
    return Number(pages) * PAGE_BYTES;
  }

  async #readLines(): Promise<string> {
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error('The ledger has no streams.');
    return new Promise((resolve) => {
      for (const input of [stdout, stderr]) {
        createInterface({ input }).on('line', (line) => {
          this.lines.push(line);
          const url = urlIn(line);
          if (url !== undefined) resolve(url);
        });
      }
    });
  }
}

/** Gives up on a promise that takes longer, so that a test fails by its name and not by jest's timeout. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing happened within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Stops it and removes its folder; for the end of a spec. */
export async function discard(ledger: LedgerProcess | undefined): Promise<void> {
  if (ledger === undefined) return;
  await ledger.stop();
  rmSync(ledger.dataDir, { recursive: true, force: true });
}

function urlIn(line: string): string | undefined {
  if (!line.startsWith('{') || !line.includes('"listening"')) return undefined;
  const { url } = JSON.parse(line) as { readonly url?: string };
  return url;
}

/** Settings that happen to be in the caller's environment are for another ledger. */
function environmentOf(dataDir: string, env: NonNullable<LedgerOptions['env']>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PDL_') && !['NODE_ENV', 'NODE_OPTIONS'].includes(name),
  );
  const settings = { PDL_ENVIRONMENT: 'development', PDL_PORT: '0', PDL_DATA_DIR: dataDir, PDL_DEV_IDENTITY: 'true' };
  return { ...Object.fromEntries(own), ...settings, ...env };
}

/** Development tokens by role. */
function credentialsIn(dataDir: string): Credentials {
  const file = join(dataDir, 'dev-tokens.json');
  if (!existsSync(file)) return {};
  const tokens = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly role: string; readonly token: string }[];
  return Object.fromEntries(tokens.map(({ role, token }) => [role, token]));
}
