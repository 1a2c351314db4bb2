import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { ledgerQueries } from './ledger-queries.ts';
import { Projector } from './projector.ts';
import { openReadModels } from './read-models.ts';
import { rebuildReadModels } from './rebuild.ts';
import type { RebuildProgress } from './rebuild.ts';
import { LedgerLog, uuid } from './testing/ledger-events.ts';
import { MemoryEventStore } from './testing/memory-event-store.ts';
import { dumpOf } from './testing/read-model-dump.ts';
import { TEST_CLOCKS, testProjections } from './testing/clock-world.ts';

const ANN = uuid(11);

describe('a rebuild of the read models', () => {
  let directory: string;
  let file: string;
  let eventStore: MemoryEventStore;
  let log: LedgerLog;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'rebuild-'));
    file = join(directory, 'read-models.sqlite');
    eventStore = new MemoryEventStore();
    log = new LedgerLog(eventStore);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  async function project(): Promise<void> {
    const database = await openReadModels({ file, mode: 'write' });
    const projector = new Projector({ projections: testProjections(), eventStore, database });
    await projector.prepare();
    const run = projector.run();
    const last = await eventStore.lastPosition();
    if (last !== undefined) await ledgerQueries(database).position.waitForPosition(last, 5_000);
    await projector.close();
    await run;
    await database.close();
  }

  async function dump() {
    const reader = await openReadModels({ file, mode: 'read' });
    const rows = await dumpOf(reader);
    await reader.close();
    return rows;
  }

  it('replaces the file, tells its progress, and a projector goes on from there', async () => {
    for (let n = 0; n < 12; n += 1) log.collected(ANN);
    await project();
    const before = await dump();
    const progress: RebuildProgress[] = [];
    expect(
      await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, file, onProgress: (at) => progress.push(at) }),
    ).toEqual({
      events: 12,
      parked: 0,
    });

    const lastPosition = await eventStore.lastPosition();
    expect(progress).toEqual([{ events: 12, position: lastPosition, lastPosition }]);
    expect(await dump()).toEqual(before);
    expect(readdirSync(directory).filter((name) => !name.endsWith('.lock'))).toEqual(['read-models.sqlite']);
    log.collected(ANN);
    await project();
    expect((await dump())['records']).toHaveLength(13);
  });

  it('makes empty read models of an empty log', async () => {
    expect(await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, file })).toEqual({ events: 0, parked: 0 });
    expect((await dump())['projection_progress']).toEqual(['{"id":1,"position":null}']);
  });

  it('leaves the old file as it was when it fails half-way, and the next one succeeds', async () => {
    log.collected(ANN);
    await project();
    const before = readFileSync(file);
    const stop = new Error('stopped');
    const failing = rebuildReadModels({
      clocks: TEST_CLOCKS,
      eventStore,
      file,
      onProgress: () => {
        throw stop;
      },
    });
    await expect(failing).rejects.toBe(stop);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(directory).filter((name) => name.includes('.rebuild'))).toEqual([]);

    writeFileSync(`${file}.rebuild`, 'left behind by a crash');
    expect(await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, file })).toEqual({ events: 1, parked: 0 });
  });

  it('mends a damaged file and what a crash left in its write-ahead log', async () => {
    log.collected(ANN);
    await project();
    const before = await dump();
    writeFileSync(file, Buffer.alloc(8_192, 7));
    writeFileSync(`${file}-wal`, Buffer.alloc(4_096, 7));
    await expect(openReadModels({ file, mode: 'write' })).rejects.toMatchObject({ code: 'damaged' });

    await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, file });
    expect(await dump()).toEqual(before);
  });

  it('never runs beside a projector or another rebuild', async () => {
    log.collected(ANN);
    const writer = await openReadModels({ file, mode: 'write' });
    await expect(rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, file })).rejects.toMatchObject({
      code: 'locked',
    });
    await expect(openReadModels({ file, mode: 'write' })).rejects.toMatchObject({ code: 'locked' });
    await writer.close();

    const attempts: Promise<unknown>[] = [];
    await rebuildReadModels({
      clocks: TEST_CLOCKS,
      eventStore,
      file,
      onProgress: () => {
        attempts.push(
          rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, file }),
          openReadModels({ file, mode: 'write' }),
        );
      },
    });
    expect(attempts).toHaveLength(2);
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'locked' });
  });
});

describe('opening read models', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'read-models-'));
    file = join(directory, 'read-models.sqlite');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('tells a reader that there are none yet', async () => {
    await expect(openReadModels({ file, mode: 'read' })).rejects.toMatchObject({ code: 'unavailable' });
    new Database(file).exec('create table t (x)').close();
    await expect(openReadModels({ file, mode: 'read' })).rejects.toMatchObject({ code: 'rebuildNeeded' });
  });

  it('lets a reader change nothing', async () => {
    const writer = await openReadModels({ file, mode: 'write' });
    await new Projector({
      projections: testProjections(),
      eventStore: new MemoryEventStore(),
      database: writer,
    }).prepare();
    const reader = await openReadModels({ file, mode: 'read' });
    await expect(reader.query.deleteFrom('records').execute()).rejects.toThrow('readonly');
    await reader.close();
    await writer.close();
    await writer.close();
  });

  it('keeps its rows safe enough: WAL, synced at checkpoints', async () => {
    const writer = await openReadModels({ file, mode: 'write' });
    const other = new Database(file);
    expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
    other.close();
    await writer.close();
  });
});
