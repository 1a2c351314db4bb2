import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import { BatchProjection } from '../batch-projection.ts';
import type { Parked } from '../batch-projection.ts';
import type { Projection } from '../projection.ts';
import { ledgerQueries } from '../ledger-queries.ts';
import { Projector } from '../projector.ts';
import type { BatchMeasure } from '../projector.ts';
import { KAADAS, uuid } from '../testing/ledger-events.ts';
import { randomLog } from './random-log.ts';
import type { Current } from './read-models-under-test.ts';
import { testProjections } from '../testing/clock-world.ts';

const ANN = uuid(11);
const BEN = uuid(12);

export function describeProjecting(current: Current): void {
  describe('projecting', () => {
    const applier = () =>
      new BatchProjection({ database: current().writer, projections: testProjections(), attemptsMax: 1 });
    const apply = (events: readonly RecordedEvent[]) => applier().apply(events, events.at(-1)?.position ?? -1);

    it('finds recorded events by their ids, and only those', async () => {
      const event = current().log.collected(ANN, { id: uuid(77) });
      await current().project();

      expect([...(await current().queries.records.findByIds([uuid(77), uuid(78)]))]).toEqual([
        [
          uuid(77),
          {
            streamName: `dataSubject-${ANN}`,
            revision: 0,
            position: event.position,
            subjectId: ANN,
            fingerprint: 'Zm9vYmFyZm9vYmFyZm9vYg',
          },
        ],
      ]);
      expect(await current().queries.records.findByIds([])).toEqual(new Map());
    });

    it('changes nothing when events are delivered again, alone, overlapping or all', async () => {
      randomLog(current(), 120);
      const { events } = current().store;
      await apply(events.slice(0, 80));
      const before = await current().dump();

      await apply(events.slice(0, 80));
      await apply(events.slice(20, 40));
      expect(await current().dump()).toEqual(before);

      expect(await apply(events.slice(60))).toEqual({ projected: 40, parked: [] });
      await apply(events);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });

    it('goes on from its stored position after a restart', async () => {
      randomLog(current(), 40);
      await current().project();
      randomLog(current(), 40);
      const measures: BatchMeasure[] = [];
      await current().project({ onBatch: (measure) => measures.push(measure) });

      expect(measures.reduce((sum, { events }) => sum + events, 0)).toBe(40);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });

    it('makes the same rows whatever the batches, and in a rebuild', async () => {
      randomLog(current(), 200);
      await current().project({ batchSizeMax: 3 });
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });

    it('keeps nothing of a batch that failed', async () => {
      current().log.collected(ANN);
      await current().project();
      const before = await current().dump();
      current().log.collected(ANN, { categories: ['pd:Email'] });
      const [records] = testProjections();
      if (records === undefined) throw new Error('There are projections.');
      const failure = new Error('A later projection failed.');

      const { events } = current().store;
      const run = current().writer.transaction(async (tx) => {
        await records.project(events.slice(1), tx);
        throw failure;
      });
      await expect(run).rejects.toBe(failure);
      expect(await current().dump()).toEqual(before);

      await current().writer.transaction((tx) => records.project(events.slice(1), tx));
      expect((await current().dump())['record_kinds']).toHaveLength(2);
    });

    it('stores nothing on from a position that another projector has moved', async () => {
      const events = [current().log.collected(ANN), current().log.collected(BEN)];
      await apply(events.slice(0, 1));
      const before = await current().dump();
      const overtaken: Projection = {
        name: 'overtaken',
        version: 1,
        createTables: () => Promise.resolve(),
        project: async (_, { query }) => {
          await query.updateTable('projection_progress').set({ position: 1_000_000 }).execute();
        },
      };
      const batches = new BatchProjection({
        database: current().writer,
        projections: [...testProjections(), overtaken],
        attemptsMax: 3,
      });

      await expect(batches.apply(events, events[1]?.position ?? -1)).rejects.toMatchObject({ code: 'locked' });
      expect(await current().dump()).toEqual(before);
    });

    it("passes over what is somebody else's, and follows the position behind it", async () => {
      const { log, store } = current();
      log.collected(ANN);
      const data = { anything: true };
      for (const id of [60, 61, 62]) {
        store.record('orders-1', { id: uuid(id), type: 'OrderPlaced', data, metadata: { $correlationId: uuid(2) } });
      }
      log.collected(BEN);
      const foreign = store.record('orders-2', { id: uuid(63), type: 'OrderPlaced', data, metadata: {} });
      const parked: Parked[] = [];
      await current().project({ onParked: (event) => parked.push(event) });

      expect(parked).toEqual([]);
      const dump = await current().dump();
      expect(dump['records']).toHaveLength(2);
      expect(dump['projection_progress']).toEqual([JSON.stringify({ id: 1, position: foreign.position })]);
      expect(dump).toEqual(await current().dumpOfRebuild());
    });

    it('parks the poisonous, says why, projects the others, and a rebuild does the same', async () => {
      const { log, store } = current();
      log.collected(ANN, { id: uuid(50) });
      const unknown = log.report(ANN, { type: 'NeverHeardOf', fields: {} });
      log.collected(BEN);
      const again = log.collected(BEN, { id: uuid(50) });
      const future = store.record(`dataSubject-${ANN}`, {
        id: uuid(51),
        type: 'PersonalDataCollected',
        metadata: { $correlationId: uuid(2), recordedBy: uuid(3) },
        data: { schemaVersion: 99, occurredAt: '2025-06-01T12:00:00Z', fields: {} },
      });
      const shapeless = store.record(`dataSubject-${ANN}`, {
        id: uuid(52),
        type: 'PersonalDataCollected',
        data: { schemaVersion: 1, occurredAt: 'yesterday', fields: {} },
        metadata: { $correlationId: uuid(2), recordedBy: uuid(3) },
      });
      log.collected(ANN);
      const parked: Parked[] = [];
      await current().project({ onParked: (event) => parked.push(event) });

      expect(parked).toEqual([
        { position: unknown.position, type: 'NeverHeardOf', reason: 'unknownType' },
        { position: again.position, type: 'PersonalDataCollected', reason: 'constraintViolated' },
        { position: future.position, type: 'PersonalDataCollected', reason: 'unknownSchemaVersion' },
        { position: shapeless.position, type: 'PersonalDataCollected', reason: 'malformedEvent' },
      ]);
      const dump = await current().dump();
      expect(dump['records']).toHaveLength(3);
      expect(dump['parked_events']).toHaveLength(4);
      expect(dump).toEqual(await current().dumpOfRebuild());
    });

    it('tells what each batch came to', async () => {
      current().log.collected(ANN);
      const last = current().log.collected(BEN, { controllerId: KAADAS });
      const measures: BatchMeasure[] = [];
      await current().project({ onBatch: (measure) => measures.push(measure), now: () => Date.parse(last.recordedAt) });

      expect(measures).toEqual([
        { position: last.position, events: 2, batchMs: expect.any(Number), lagMs: 1_000, caughtUp: true },
      ]);
    });

    it('asks for a rebuild when a projection is of another version', async () => {
      const [first, ...others] = testProjections();
      if (first === undefined) throw new Error('There are projections.');
      const newer = {
        name: first.name,
        version: first.version + 1,
        createTables: first.createTables.bind(first),
        project: first.project.bind(first),
      };
      await expect(current().project({ projections: [newer, ...others] })).rejects.toMatchObject({
        code: 'rebuildNeeded',
        message: expect.stringContaining('pdl rebuild'),
      });
    });

    it('lets events gather once it has caught up, unless somebody waits', async () => {
      const measures: BatchMeasure[] = [];
      current().log.collected(ANN);
      const projector = new Projector({
        projections: testProjections(),
        eventStore: current().store,
        database: current().writer,
        gatherMs: 60_000,
        onBatch: (measure) => measures.push(measure),
      });
      const running = projector.run();
      const { position } = current().queries;
      expect(await position.waitForPosition(current().store.events[0]?.position ?? -1, 5_000)).toBe(true);
      current().log.collected(ANN);
      const last = current().log.collected(BEN);
      expect(await position.waitForPosition(last.position, 100)).toBe(false);

      const hurried = ledgerQueries(current().writer, () => projector.hurry()).position;
      expect(await hurried.waitForPosition(last.position, 5_000)).toBe(true);
      await projector.close();
      await running;
      expect(measures.map(({ events }) => events)).toEqual([1, 2]);
    });

    it('waits for a position, as long as allowed', async () => {
      const { position } = current().queries;
      expect(await position.position()).toBeUndefined();
      const first = current().log.collected(ANN);
      const waiting = position.waitForPosition(first.position, 5_000);
      await current().project();

      expect(await waiting).toBe(true);
      expect(await position.position()).toBe(first.position);
      expect(await position.waitForPosition(first.position + 1, 0)).toBe(false);
      const begun = performance.now();
      expect(await position.waitForPosition(first.position + 1, 40)).toBe(false);
      expect(performance.now() - begun).toBeLessThan(2_000);
    });
  });
}
