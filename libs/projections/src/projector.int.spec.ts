import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { Parked } from './batch-projection.ts';
import { ledgerQueries } from './ledger-queries.ts';
import type { Projection } from './projection.ts';
import { Projector } from './projector.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import { openReadModels } from './read-models.ts';
import { LedgerLog, uuid } from './testing/ledger-events.ts';
import { MemoryEventStore } from './testing/memory-event-store.ts';
import { dumpOf } from './testing/read-model-dump.ts';
import { testProjections } from './testing/clock-world.ts';

const ANN = uuid(11);

/** A projection that fails as told, once for each failure in the list. */
function failingProjection(failures: Error[], only?: (position: number) => boolean): Projection {
  return {
    name: 'failing',
    version: 1,
    createTables: () => Promise.resolve(),
    project: (batch) => {
      const hit = only === undefined || batch.some((event) => only(event.position));
      const failure = hit ? failures.shift() : undefined;
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    },
  };
}

describe('a projector in trouble', () => {
  let directory: string;
  let database: ReadModelDatabase;
  let eventStore: MemoryEventStore;
  let log: LedgerLog;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'projector-'));
    database = await openReadModels({ file: join(directory, 'read-models.sqlite'), mode: 'write' });
    eventStore = new MemoryEventStore();
    log = new LedgerLog(eventStore);
  });
  afterEach(async () => {
    await database.close();
    rmSync(directory, { recursive: true });
  });

  async function run(failing: Projection, waitMs = 5_000) {
    const parked: Parked[] = [];
    const retries: string[] = [];
    const projector = new Projector({
      eventStore,
      database,
      projections: [...testProjections(), failing],
      onParked: (event) => parked.push(event),
      onRetry: ({ code }) => retries.push(code),
    });
    await projector.prepare();
    const running = projector.run();
    const settled = running.catch(() => undefined);
    const last = await eventStore.lastPosition();
    await Promise.race([settled, ledgerQueries(database).position.waitForPosition(last ?? 0, waitMs)]);
    await projector.close();
    return { running, parked, retries, dump: await dumpOf(database) };
  }

  it('blames nobody when the disk is full, and goes on when it is not', async () => {
    log.collected(ANN);
    const full = () => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    const { parked, retries, dump } = await run(failingProjection([full(), full()]));

    expect({ parked, retries }).toEqual({ parked: [], retries: ['unavailable', 'unavailable'] });
    expect(dump['records']).toHaveLength(1);
  });

  it('tries a batch three times before it blames an event', async () => {
    log.collected(ANN);
    const bug = () => new TypeError('x is not a function');
    const twice = await run(failingProjection([bug(), bug()]));
    expect(twice.parked).toEqual([]);
  });

  it('parks only the event that makes a projection fail', async () => {
    const events = Array.from({ length: 9 }, () => log.collected(ANN));
    const position = events[4]?.position ?? -1;
    const failures = Array.from({ length: 100 }, () => new TypeError('x is not a function'));
    const { parked, dump } = await run(failingProjection(failures, (at) => at === position));

    expect(parked).toEqual([{ position, type: 'PersonalDataCollected', reason: 'projectionFault' }]);
    expect(dump['records']).toHaveLength(8);
    expect(dump['parked_events']).toEqual([
      JSON.stringify({ position, type: 'PersonalDataCollected', reason_code: 'projectionFault' }),
    ]);
  });

  it('stops when the file is damaged', async () => {
    log.collected(ANN);
    const damaged = new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT');
    const { running, dump } = await run(failingProjection([damaged]), 100);
    await expect(running).rejects.toMatchObject({ code: 'damaged' });
    expect(dump['records']).toEqual([]);
  });
});
