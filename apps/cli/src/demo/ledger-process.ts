import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DemoError } from './demo-error.ts';

const ENTRY = fileURLToPath(new URL('../../../ledger/src/main.js', import.meta.url));
const READY_MS_MAX = 30_000;
const READY_EVERY_MS = 40;
/** The service's own grace is 15 s; what takes longer hangs. */
const STOP_MS_MAX = 20_000;
const LAST_LINES = 15;

export interface LedgerPlace {
  readonly dataDir: string;
  readonly port: number;
}

/** The service as a process of its own, as anybody would run it. */
export class LedgerProcess {
  readonly baseUrl: string;
  /** Aborted when the service ends without having been told to. */
  readonly died: AbortSignal;
  readonly #child: ChildProcess;
  readonly #lastLines: string[] = [];
  readonly #ended: Promise<void>;
  #isTold = false;
  #isReady = false;

  private constructor({ dataDir, port }: LedgerPlace) {
    this.baseUrl = `http://127.0.0.1:${port}`;
    const dying = new AbortController();
    this.died = dying.signal;
    // In a process group of its own: Ctrl-C is for the demo, which then tells the service.
    this.#child = spawn(process.execPath, ['--enable-source-maps', ENTRY], {
      env: serviceEnvironment(dataDir, port),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#keepLog(dataDir);
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        if (!this.#isTold) dying.abort(new DemoError('ledgerEnded', this.#describeEnd()));
        resolve();
      };
      this.#child.once('close', end);
      this.#child.once('error', (error) => {
        this.#lastLines.push(error.message);
        end();
      });
    });
  }

  /** Resolves when the service is ready. @throws DemoError with its last lines when it ends or takes too long. */
  static async start(place: LedgerPlace, onSpawn: (ledger: LedgerProcess) => void): Promise<LedgerProcess> {
    if (!existsSync(ENTRY)) throw new DemoError('notBuilt', 'The ledger is not built: run `npm run build` first.');
    const ledger = new LedgerProcess(place);
    onSpawn(ledger);
    try {
      await ledger.#untilReady();
      return ledger;
    } catch (error) {
      await ledger.stop().catch(() => undefined);
      throw error;
    }
  }

  /** Tell the service to finish what it acknowledged, and wait for it. @throws DemoError if it ends with a failure. */
  async stop(): Promise<void> {
    if (this.died.aborted) return;
    this.#isTold = true;
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS_MAX);
    await this.#ended;
    clearTimeout(kill);
    // Before it was ready it had nothing to finish, and may not have listened for signals yet.
    if (this.#isReady && this.#child.exitCode !== 0) throw new DemoError('ledgerEnded', this.#describeEnd());
  }

  /** For a demo that ends at once and cannot wait. */
  abandon(): void {
    this.#isTold = true;
    this.#child.kill('SIGTERM');
  }

  async #untilReady(): Promise<void> {
    const limit = AbortSignal.any([this.died, AbortSignal.timeout(READY_MS_MAX)]);
    while (!limit.aborted) {
      try {
        const answer = await fetch(`${this.baseUrl}/readyz`, { signal: limit });
        await answer.body?.cancel();
        if (answer.ok) {
          this.#isReady = true;
          return;
        }
      } catch {
        // Not listening yet.
      }
      await pause(READY_EVERY_MS, undefined, { signal: limit }).catch(() => undefined);
    }
    this.died.throwIfAborted();
    const text = `The ledger was not ready within ${READY_MS_MAX / 1_000} s.\n${this.#lastLines.join('\n')}`;
    throw new DemoError('ledgerNotReady', text);
  }

  #keepLog(dataDir: string): void {
    const file = createWriteStream(join(dataDir, 'ledger.log'), { flags: 'a', mode: 0o600 });
    let open = 2;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream === null) continue;
      const lines = createInterface({ input: stream });
      lines.on('line', (line) => {
        file.write(`${line}\n`);
        // Its last lines may be shown where others look on.
        this.#lastLines.push(line.replaceAll(/pdl_[\w-]+/g, 'pdl_…'));
        this.#lastLines.splice(0, this.#lastLines.length - LAST_LINES);
      });
      lines.once('close', () => {
        open -= 1;
        if (open === 0) file.end();
      });
    }
  }

  #describeEnd(): string {
    const { exitCode, signalCode } = this.#child;
    const how = signalCode === null ? `exit code ${exitCode ?? 'unknown'}` : `signal ${signalCode}`;
    return [`The ledger ended with ${how}. Its last lines:`, ...this.#lastLines.map((line) => `  ${line}`)].join('\n');
  }
}

/** Settings that happen to be in the caller's environment are for another ledger. */
function serviceEnvironment(dataDir: string, port: number): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PDL_') && name !== 'NODE_ENV');
  return {
    ...Object.fromEntries(own),
    PDL_ENVIRONMENT: 'development',
    PDL_HOST: '127.0.0.1',
    PDL_PORT: String(port),
    PDL_DATA_DIR: dataDir,
    PDL_DEV_IDENTITY: 'true',
  };
}

/**
 * A port nobody listens on, known beforehand so that the ledger has the same address after its restart.
 *
 * @param wanted 0: any
 * @throws DemoError `portInUse`: else the demo might take the answers of another ledger for its own
 */
export async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new DemoError('portInUse', `Port ${wanted} is not free. Name another with --port.`)),
    );
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : wanted;
}
