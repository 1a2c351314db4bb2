import { ledgerQueries } from '../ledger-queries.ts';
import type { LedgerQueries } from '../ledger-queries.ts';
import type { EngineUnderTest } from './engine-under-test.ts';
import { Projector } from '../projector.ts';
import type { ProjectorOptions } from '../projector.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { LedgerLog } from '../testing/ledger-events.ts';
import { MemoryEventStore } from '../testing/memory-event-store.ts';
import { dumpOf } from '../testing/read-model-dump.ts';
import { testProjections } from '../testing/clock-world.ts';

/** Waiting longer than this for a projection is a failure, in milliseconds. */
const CATCH_UP_MS = 5_000;

/** An engine with a log, a projector and a reader around it. */
export class ReadModelsUnderTest {
  readonly store = new MemoryEventStore();
  readonly log = new LedgerLog(this.store);
  readonly queries: LedgerQueries;
  readonly #engine: EngineUnderTest;
  readonly #reader: ReadModelDatabase;

  private constructor(engine: EngineUnderTest, reader: ReadModelDatabase) {
    this.#engine = engine;
    this.#reader = reader;
    this.queries = ledgerQueries(reader);
  }

  static async start(engine: EngineUnderTest): Promise<ReadModelsUnderTest> {
    await new Projector({
      projections: testProjections(),
      eventStore: new MemoryEventStore(),
      database: engine.writer,
    }).prepare();
    return new ReadModelsUnderTest(engine, await engine.openReader());
  }

  get writer(): ReadModelDatabase {
    return this.#engine.writer;
  }

  /** Run a projector until it has caught up with the log, and stop it. */
  async project(options: Partial<ProjectorOptions> = {}): Promise<void> {
    const projector = new Projector({
      projections: testProjections(),
      eventStore: this.store,
      database: this.writer,
      ...options,
    });
    const running = projector.run();
    const stopped = running.catch(() => undefined);
    const target = await this.store.lastPosition();
    const caughtUp = target === undefined || this.queries.position.waitForPosition(target, CATCH_UP_MS);
    const reached = await Promise.race([caughtUp, stopped]);
    await projector.close();
    await running;
    if (reached !== true) throw new Error('The projector did not catch up.');
  }

  async dump(): Promise<Record<string, readonly string[]>> {
    return dumpOf(this.#reader);
  }

  async dumpOfRebuild(): Promise<Record<string, readonly string[]>> {
    return dumpOf(await this.#engine.rebuild(this.store));
  }

  async close(): Promise<void> {
    await this.#reader.close();
    await this.#engine.close();
  }
}

export type Current = () => ReadModelsUnderTest;
