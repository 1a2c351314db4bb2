import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProfileRecorder } from './profile/profile-recorder.ts';
import { ServerProcess } from './server-process.ts';

const SCRIPT = fileURLToPath(new URL('../../apps/ledger/src/main.js', import.meta.url));

const CONFLICT = 409;

interface DevToken {
  readonly role: string;
  readonly token: string;
}

export interface LedgerStart {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly profile?: ProfileRecorder | undefined;
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

  static async start({ directory, environment = {}, profile }: LedgerStart): Promise<LedgerUnderLoad> {
    const server = await ServerProcess.start({
      script: SCRIPT,
      environment: {
        PDL_ENVIRONMENT: 'development',
        PDL_DEV_IDENTITY: 'true',
        PDL_HOST: '127.0.0.1',
        PDL_PORT: '0',
        PDL_DATA_DIR: directory,
        PDL_LOG_LEVEL: 'warn',
        ...environment,
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

  get assessmentFile(): string {
    return `${this.readModelsFile}.assessment`;
  }

  token(role: 'admin' | 'emitter' | 'auditor'): string {
    const found = this.#tokens.find((known) => known.role === role);
    if (found === undefined) throw new Error(`The service made no token for ${role}.`);
    return found.token;
  }

  /** Outside of any timing. What is there already, as on a server that an earlier run wrote to, is left as it is. */
  register(path: string, body: unknown): Promise<void> {
    return this.#post(path, JSON.stringify(body), 'application/json');
  }

  /** @param pack YAML */
  publishPolicy(pack: string): Promise<void> {
    return this.#post('/v1/policies', pack, 'application/yaml');
  }

  async #post(path: string, body: string, mediaType: string): Promise<void> {
    const answer = await fetch(new URL(path, this.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token('admin')}`, 'content-type': mediaType },
      body,
    });
    const text = await answer.text();
    if (answer.ok || answer.status === CONFLICT) return;
    throw new Error(`The service answered ${String(answer.status)}: ${text.slice(0, 500)}`);
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
