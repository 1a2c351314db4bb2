import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROCESS = join(import.meta.dirname, '../../libs/event-store/src/eventstoredb/fault-double/double.process.ts');

type Act = 'start' | 'stop' | 'cut' | 'set' | 'elect' | 'resign';

interface DoubleAnswer {
  readonly id: number;
  readonly port: number;
}

/** The fault double of EventStoreDB in a process of its own, told what to do wrong. */
export class EventStoreDouble {
  readonly #child: ChildProcess;
  #lastId = 0;
  #port = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.setMaxListeners(0);
  }

  static async start(): Promise<EventStoreDouble> {
    const double = new EventStoreDouble(fork(PROCESS, { execArgv: ['--conditions=source'] }));
    await double.act('start');
    return double;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  /** @param faults see `faults.ts` of the double. */
  async act(act: Act, faults: { readonly [fault: string]: number } = {}): Promise<void> {
    const id = ++this.#lastId;
    this.#child.send({ id, act, faults });
    for (;;) {
      const [answer] = (await once(this.#child, 'message')) as [DoubleAnswer];
      this.#port = answer.port;
      if (answer.id === id) return;
    }
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
}
