import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TcpGate } from './tcp-gate.ts';

const DOUBLE = join(import.meta.dirname, '../../libs/event-store/src/eventstoredb/fault-double/double.process.ts');
const givenUrl = process.env['EVENTSTORE_URL'];

/** What stands for EventStoreDB here; for titles, so that nobody takes the double's word for a server's. */
export const EVENT_LOG_TITLE =
  givenUrl === undefined
    ? 'the fault double of EventStoreDB (no real one: EVENTSTORE_URL is not set)'
    : 'a real EventStoreDB (EVENTSTORE_URL)';

/** Why `freeze` cannot work here, if so. */
export const FREEZE_REFUSAL = freezeRefusalOf(givenUrl);

/** An EventStoreDB for the processes of a test, which can be made to hang: `EVENTSTORE_URL`, or else the double. */
export class EventLogServer {
  readonly url: string;
  readonly #freeze: () => void;
  readonly #thaw: () => void;
  readonly #end: () => Promise<void>;

  private constructor(url: string, acts: { freeze(): void; thaw(): void; end(): Promise<void> }) {
    this.url = url;
    this.#freeze = acts.freeze;
    this.#thaw = acts.thaw;
    this.#end = acts.end;
  }

  static start(): Promise<EventLogServer> {
    return givenUrl === undefined ? startDouble() : givenServer(givenUrl);
  }

  /** Whatever stands behind these acts. */
  static of(url: string, acts: { freeze(): void; thaw(): void; end(): Promise<void> }): EventLogServer {
    return new EventLogServer(url, acts);
  }

  /** Takes connections and bytes, and answers nothing. */
  freeze(): void {
    this.#freeze();
  }

  thaw(): void {
    this.#thaw();
  }

  end(): Promise<void> {
    return this.#end();
  }
}

async function startDouble(): Promise<EventLogServer> {
  const child = spawn(process.execPath, ['--conditions=source', DOUBLE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    unexpectedEnd(child),
  ])) as [string];
  return EventLogServer.of(url, {
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  });
}

async function unexpectedEnd(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`The double ended with ${code} before it listened.`);
}

/** A real server cannot be stopped from here, so it freezes in front of its door, where there can be one. */
async function givenServer(given: string): Promise<EventLogServer> {
  if (FREEZE_REFUSAL !== undefined) {
    const refuse = (): void => {
      throw new Error(FREEZE_REFUSAL);
    };
    return EventLogServer.of(given, { freeze: refuse, thaw: () => undefined, end: () => Promise.resolve() });
  }
  const gate = await TcpGate.before(given.replace(/^esdb:/, 'http:'));
  const through = given.replace(new URL(given).host, `127.0.0.1:${gate.port}`);
  return EventLogServer.of(through, {
    freeze: () => gate.freeze(),
    thaw: () => gate.open(),
    end: () => gate.close(),
  });
}

function freezeRefusalOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const isOneNode = /^esdb:\/\/[^/?,]+(?:[/?]|$)/.test(given) && /[?&]tls=false(?:&|$)/i.test(given);
  return isOneNode ? undefined : 'a gate can stand before one node without TLS only (esdb://host:2113?tls=false)';
}
