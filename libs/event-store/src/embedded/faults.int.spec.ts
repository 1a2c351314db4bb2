import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewEvent, RecordedEvent } from '../event-store.ts';
import { EmbeddedEventStore } from './embedded-event-store.ts';
import { openForWriting } from './log-file.ts';

const FAILING_WRITER = new URL('./faults/failing-commit.worker.ts', import.meta.url);

const newEvent = (): NewEvent => ({ id: randomUUID(), type: 'SomethingHappened', data: { a: 1 }, metadata: {} });

let directory = '';
let opened: EmbeddedEventStore[] = [];
const open = async (
  options: Partial<Parameters<typeof EmbeddedEventStore.open>[0]> = {},
): Promise<EmbeddedEventStore> => {
  const store = await EmbeddedEventStore.open({ directory, ...options });
  opened.push(store);
  return store;
};
const allOf = async (store: EmbeddedEventStore): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
};

/** As often as it takes, for some seconds. */
async function until<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (const end = Date.now() + 10_000; Date.now() < end; await delay(20)) {
    const answer = await ask().then(
      (value) => ({ value }),
      () => undefined,
    );
    if (answer !== undefined) return answer.value;
  }
  return ask();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-store-faults-'));
});
afterEach(async () => {
  for (const store of opened) await store.close();
  opened = [];
  await rm(directory, { recursive: true });
});

describe('a commit that fails', () => {
  const failNext = (fault: 'lost' | 'kept' | 'full') => writeFile(join(directory, 'events.sqlite.fail'), fault);
  const [one, two] = ['stream-1', 'stream-2'];

  it.each(['lost', 'kept'] as const)('leaves the outcome unknown, and a repeat settles it (%s)', async (fault) => {
    const store = await open({ writerModule: FAILING_WRITER });
    const first = { streamName: one, expectedRevision: 'noStream' as const, events: [newEvent()] };
    await store.append(first);
    const appends = [
      { streamName: one, expectedRevision: 0, events: [newEvent(), newEvent()] },
      { streamName: two, expectedRevision: 'noStream' as const, events: [newEvent()] },
    ];

    await failNext(fault);
    const failed = await store.appendMany(appends);
    expect(failed.map((outcome) => outcome.ok || outcome.error.code)).toEqual(['outcomeUnknown', 'outcomeUnknown']);
    expect(await store.lastPosition()).toBe(fault === 'lost' ? 1 : 4);

    const repeated = await store.appendMany(appends);
    expect(repeated).toEqual([
      { ok: true, revision: 2, position: 3 },
      { ok: true, revision: 0, position: 4 },
    ]);
    const written = [first, ...appends].flatMap((append) => append.events.map((event) => event.id));
    expect((await allOf(store)).map((event) => event.id)).toEqual(written);
  });

  it('forgets the heads that ran ahead, so that another writer takes the revision', async () => {
    const store = await open({ writerModule: FAILING_WRITER });
    await store.append({ streamName: one, expectedRevision: 'noStream', events: [newEvent()] });
    await failNext('lost');
    const lost = { streamName: one, expectedRevision: 0, events: [newEvent()] };
    await expect(store.append(lost)).rejects.toMatchObject({ code: 'outcomeUnknown' });
    const other = await store.append({ streamName: one, expectedRevision: 0, events: [newEvent()] });
    expect(other).toEqual({ revision: 1, position: 2 });
    await expect(store.append(lost)).rejects.toMatchObject({ code: 'wrongExpectedRevision', actualRevision: 1 });
  });

  it.each(['lost', 'kept'] as const)(
    'is read of a stream whose end was known, whatever became of it (%s)',
    async (fault) => {
      const store = await open({ writerModule: FAILING_WRITER });
      const revisionsFrom = async (fromRevision: number): Promise<number[]> => {
        const revisions: number[] = [];
        for await (const { revision } of store.readStream(one, { fromRevision })) revisions.push(revision);
        return revisions;
      };
      await store.append({ streamName: one, expectedRevision: 'noStream', events: [newEvent()] });
      expect(await revisionsFrom(1)).toEqual([]);
      await failNext(fault);
      const unknown = { streamName: one, expectedRevision: 0, events: [newEvent()] };
      await expect(store.append(unknown)).rejects.toMatchObject({ code: 'outcomeUnknown' });
      expect(await revisionsFrom(1)).toEqual(fault === 'lost' ? [] : [1]);
      await store.append(unknown);
      expect(await revisionsFrom(1)).toEqual([1]);
    },
  );

  it('for want of space has certainly not appended, and reads go on', async () => {
    const store = await open({ writerModule: FAILING_WRITER });
    await store.append({ streamName: one, expectedRevision: 'noStream', events: [newEvent()] });
    await failNext('full');
    const append = { streamName: one, expectedRevision: 0, events: [newEvent()] };
    await expect(store.append(append)).rejects.toMatchObject({ code: 'storageFull' });
    expect(await allOf(store)).toHaveLength(1);
    expect(await store.append(append)).toEqual({ revision: 1, position: 2 });
  });
});

describe('a writer that dies', () => {
  const later = { streamName: 'stream-1', expectedRevision: 'any' as const, events: [newEvent()] };

  it.each(['died', 'diedLate'])('leaves the outcome unknown, and another one settles it (%s)', async (fault) => {
    const store = await open({ writerModule: FAILING_WRITER });
    const append = { streamName: 'stream-1', expectedRevision: 'noStream' as const, events: [newEvent(), newEvent()] };
    await writeFile(join(directory, 'events.sqlite.fail'), fault);
    const held = store.append(append);
    const refused = held.then(undefined, () => store.append(later));

    await expect(held).rejects.toMatchObject({ code: 'outcomeUnknown' });
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.lastPosition()).rejects.toMatchObject({ code: 'unavailable' });
    await until(() => store.lastPosition());
    expect(await store.append(append)).toEqual({ revision: 1, position: 2 });
    expect(await store.append(later)).toEqual({ revision: 2, position: 3 });
    expect(await allOf(store)).toHaveLength(3);
  });

  it('is not waited for when the store closes', async () => {
    const store = await open({ writerModule: FAILING_WRITER });
    await writeFile(join(directory, 'events.sqlite.fail'), 'died');
    await expect(store.append(later)).rejects.toMatchObject({ code: 'outcomeUnknown' });
    await store.close();
    const next = await open();
    expect((await next.append(later)).position).toBe(1);
  });
});

describe('a clock that jumps back', () => {
  it('never makes recordedAt run backwards, also across a restart', async () => {
    const noon = Date.parse('2026-03-01T12:00:00Z');
    const readings = [noon, noon + 5_000, noon - 3_600_000, noon - 3_599_000];
    for (const now of [...readings, noon - 10]) {
      const store = await open({ clock: () => now });
      await store.append({ streamName: 'stream-1', expectedRevision: 'any', events: [newEvent()] });
      if (now === noon - 10 || now === noon) await store.close();
      else await store.append({ streamName: 'stream-1', expectedRevision: 'any', events: [newEvent()] });
      await store.close();
    }
    const recorded = (await allOf(await open({ readOnly: true }))).map((event) => event.recordedAt);
    const [first, latest] = ['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:05.000Z'];
    expect(recorded).toEqual([first, ...Array.from({ length: 7 }, () => latest)]);
  });
});

describe('bounds', () => {
  it('refuses as overloaded what would not fit into the queue, and takes it later', async () => {
    const store = await open();
    const many = Array.from({ length: 50_000 }, (_, number) => ({
      streamName: `stream-${number % 100}`,
      expectedRevision: 'any' as const,
      events: [newEvent()],
    }));
    const accepted = store.appendMany(many);
    const one = { streamName: 'stream-1', expectedRevision: 'any' as const, events: [newEvent()] };
    await expect(store.append(one)).rejects.toMatchObject({ code: 'overloaded' });
    expect((await accepted).filter((outcome) => !outcome.ok)).toEqual([]);
    expect((await store.append(one)).position).toBe(50_001);
  }, 30_000);

  it('flushes each commit and bounds the write-ahead log', async () => {
    const db = openForWriting(join(directory, 'events.sqlite'));
    const settings = ['journal_mode', 'synchronous', 'page_size', 'wal_autocheckpoint'];
    const found = settings.map((name) => db.pragma(name, { simple: true }));
    db.close();
    expect(found).toEqual(['wal', 2, 8_192, 5_000]);
  });
});

describe('a store for reading only', () => {
  it('follows what another one writes, and refuses to write', async () => {
    const writer = await open();
    const reader = await open({ readOnly: true });
    const subscription = reader.subscribeToAll();
    const events = Array.from({ length: 3 }, newEvent);
    const seen: string[] = [];
    const following = (async () => {
      for await (const batch of subscription) {
        seen.push(...batch.events.map((event) => event.id));
        if (seen.length === events.length) break;
        const next = events[seen.length];
        if (batch.caughtUp && next !== undefined) {
          setTimeout(() => void writer.append({ streamName: 'stream-1', expectedRevision: 'any', events: [next] }), 30);
        }
      }
    })();
    await following;
    expect(seen).toEqual(events.map((event) => event.id));
    const append = reader.append({ streamName: 'stream-1', expectedRevision: 'any', events: [newEvent()] });
    await expect(append).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('says so when there is no log', async () => {
    await expect(open({ readOnly: true })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
