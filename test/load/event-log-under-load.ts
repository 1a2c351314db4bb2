import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const DOUBLE = new URL('../../libs/event-store/src/eventstoredb/fault-double/double.process.js', import.meta.url);
const givenUrl = process.env['EVENTSTORE_URL'];

/** What stands for EventStoreDB, for the text of a figure: nobody shall take the double's for the database's. */
export const EVENT_LOG_NAME =
  givenUrl === undefined ? 'the double of EventStoreDB, not the database (no EVENTSTORE_URL)' : 'EventStoreDB';

/** The server of `EVENTSTORE_URL`, whatever it holds already, or else the fault double in a process of its own. */
export class EventLogUnderLoad {
  readonly url: string;
  readonly #double: ChildProcess | undefined;

  private constructor(url: string, double?: ChildProcess) {
    this.url = url;
    this.#double = double;
  }

  static async start(): Promise<EventLogUnderLoad> {
    if (givenUrl !== undefined) return new EventLogUnderLoad(givenUrl);
    const double = spawn(process.execPath, [fileURLToPath(DOUBLE)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(double, 'exit').then(([code]: (number | null)[]): never => {
      throw new Error(`The double ended with ${String(code)} before it listened.`);
    });
    ended.catch(() => undefined);
    const [url] = (await Promise.race([once(createInterface({ input: double.stdout }), 'line'), ended])) as [string];
    return new EventLogUnderLoad(url, double);
  }

  async stop(): Promise<void> {
    if (this.#double === undefined || this.#double.exitCode !== null || this.#double.signalCode !== null) return;
    const ended = once(this.#double, 'exit');
    this.#double.kill('SIGKILL');
    await ended;
  }
}
