import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { httpRequest, runLoad } from './http-load.ts';
import type { ProfileRecorder } from './profile/profile-recorder.ts';
import { ServerProcess } from './server-process.ts';

const SCRIPT = fileURLToPath(new URL('../../apps/ledger/src/main.js', import.meta.url));

interface DevToken {
  readonly role: string;
  readonly token: string;
}

/** The service as anybody would run it, in a process of its own, with its log level at `warn`. */
export class LedgerUnderLoad {
  readonly url: string;
  readonly directory: string;
  readonly #server: ServerProcess;
  readonly #profile: ProfileRecorder | undefined;
  readonly #tokens: readonly DevToken[];

  private constructor(server: ServerProcess, directory: string, profile: ProfileRecorder | undefined) {
    this.#server = server;
    this.url = server.url;
    this.directory = directory;
    this.#profile = profile;
    this.#tokens = JSON.parse(readFileSync(join(directory, 'dev-tokens.json'), 'utf8')) as readonly DevToken[];
  }

  static async start(directory: string, profile?: ProfileRecorder): Promise<LedgerUnderLoad> {
    const server = await ServerProcess.start({
      script: SCRIPT,
      environment: {
        PDL_ENVIRONMENT: 'development',
        PDL_DEV_IDENTITY: 'true',
        PDL_HOST: '127.0.0.1',
        PDL_PORT: '0',
        PDL_DATA_DIR: directory,
        PDL_LOG_LEVEL: 'warn',
        ...profile?.environment,
      },
    });
    profile?.startedAs(server.pid);
    return new LedgerUnderLoad(server, directory, profile);
  }

  get pid(): number {
    return this.#server.pid;
  }

  get eventsFile(): string {
    return join(this.directory, 'events.sqlite');
  }

  get readModelsFile(): string {
    return join(this.directory, 'read-models.sqlite');
  }

  token(role: 'admin' | 'emitter' | 'auditor'): string {
    const found = this.#tokens.find((known) => known.role === role);
    if (found === undefined) throw new Error(`The service made no token for ${role}.`);
    return found.token;
  }

  /** One request outside of any timing. */
  async post(path: string, role: 'admin' | 'emitter', body: unknown): Promise<void> {
    const request = httpRequest({ method: 'POST', path, token: this.token(role), body: JSON.stringify(body) });
    await runLoad({ url: this.url, connections: 1, requests: [request] });
  }

  /** The timed part of a benchmark: what a profile is asked about later. */
  async measured<T>(what: string, work: () => Promise<T>): Promise<T> {
    const end = this.#profile?.begin(this.#server.pid, what);
    try {
      return await work();
    } catch (cause) {
      throw new Error(`${what} broke off. The service's last lines:\n${this.#server.lastLines}`, { cause });
    } finally {
      end?.();
    }
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}
