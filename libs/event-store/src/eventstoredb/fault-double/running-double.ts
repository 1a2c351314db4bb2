import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Faults } from './faults.ts';

const IS_SOURCE = import.meta.url.endsWith('.ts');
const PROCESS = fileURLToPath(new URL(IS_SOURCE ? './double.process.ts' : './double.process.js', import.meta.url));

export interface DoubleRequest {
  readonly id: number;
  /** `elect` has another node of the same cluster lead, `resign` ends it and has this one lead again. */
  readonly act: 'start' | 'stop' | 'cut' | 'set' | 'elect' | 'resign';
  readonly faults?: Partial<Faults>;
}

interface DoubleAnswer {
  readonly id: number;
  readonly port: number;
  readonly faults: Faults;
}

/** The fault double in a child process, as a test handles it. */
export class RunningDouble {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (answer: DoubleAnswer) => void>();
  #lastId = 0;
  #port = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (answer: DoubleAnswer) => this.#answers.get(answer.id)?.(answer));
  }

  static async start(): Promise<RunningDouble> {
    const double = new RunningDouble(fork(PROCESS, { execArgv: IS_SOURCE ? ['--conditions=source'] : [] }));
    await double.#ask({ act: 'start' });
    return double;
  }

  get port(): number {
    return this.#port;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  async set(faults: Partial<Faults>): Promise<void> {
    await this.#ask({ act: 'set', faults });
  }

  /** What is left of the faults that count down. */
  async faults(): Promise<Faults> {
    return (await this.#ask({ act: 'set' })).faults;
  }

  async cut(): Promise<void> {
    await this.#ask({ act: 'cut' });
  }

  /** As a shutdown: nothing listens any more; what was appended is kept. */
  async goDown(): Promise<void> {
    await this.#ask({ act: 'stop' });
  }

  async comeUp(): Promise<void> {
    await this.#ask({ act: 'start' });
  }

  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  async #ask(request: Omit<DoubleRequest, 'id'>): Promise<DoubleAnswer> {
    const id = ++this.#lastId;
    const answered = new Promise<DoubleAnswer>((resolve) => this.#answers.set(id, resolve));
    this.#child.send({ id, ...request });
    const answer = await answered;
    this.#answers.delete(id);
    this.#port = answer.port;
    return answer;
  }
}
