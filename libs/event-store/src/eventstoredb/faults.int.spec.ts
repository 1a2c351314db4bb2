import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { collected, idsOf, newEvent, newEvents, refusalOf, streamName } from '../conformance/adapter-under-test.ts';
import type { StreamAppend } from '../event-store.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { noFaults } from './fault-double/faults.ts';
import { RunningDouble } from './fault-double/running-double.ts';
import { SharedClient } from './shared-client.ts';

const CALL_TIMEOUT_MS = 600;
/** What a busy machine may add to a limit of ours. */
const LATENESS_MS_MAX = 1_500;

const appendTo = (name: string, count = 1): StreamAppend => ({
  streamName: name,
  expectedRevision: 'noStream',
  events: newEvents(count),
});
const outcomeUnknown = { code: 'outcomeUnknown', actualRevision: undefined };
const unavailable = { code: 'unavailable', actualRevision: undefined };

describe("Faults of EventStoreDB, played by the fault double (no real server: proves the adapter's handling)", () => {
  let double: RunningDouble;
  let store: EventStoreDbEventStore;

  beforeAll(async () => {
    double = await RunningDouble.start();
  });
  afterAll(() => double.end());
  beforeEach(async () => {
    store = await EventStoreDbEventStore.open({
      connectionString: double.connectionString,
      callTimeoutMs: CALL_TIMEOUT_MS,
    });
  });
  afterEach(async () => {
    double.thaw();
    await double.set(noFaults());
    await store.close();
  });

  /** Whatever became of it the first time: once it is answered, it is there once. */
  const untilAnswered = async (append: StreamAppend): Promise<number> => {
    for (let attempt = 1; ; attempt++) {
      const outcome = (await store.appendMany([append]))[0];
      if (outcome?.ok === true) return outcome.revision;
      if (outcome === undefined) throw new Error('An append without an outcome');
      const { code } = outcome.error;
      if ((code !== 'outcomeUnknown' && code !== 'unavailable') || attempt === 100) throw outcome.error;
      await pause(20);
    }
  };
  const idsIn = async (name: string): Promise<string[]> => idsOf(await collected(store.readStream(name)));

  describe.each([
    ['batch appends', true],
    ['single appends, as of servers before 21.10', false],
  ])('with %s', (_, isBatchAppendKnown) => {
    beforeEach(async () => {
      await double.set({ isBatchAppendKnown });
    });

    it('a reply lost after the commit leaves the outcome unknown; repeated, it is the first one', async () => {
      const [name, before] = [streamName(), streamName()];
      const { position } = await store.append(appendTo(before));
      await double.set({ loseReplies: 1 });
      const append = appendTo(name, 3);
      expect(await refusalOf(store.append(append))).toEqual(outcomeUnknown);
      const repeated = await store.append(append);
      expect(repeated.revision).toBe(2);
      expect(repeated.position).toBeGreaterThan(position);
      expect(await idsIn(name)).toEqual(idsOf(append.events));
    });

    it('a server that says it timed out, as to a repetition of what is under way, is asked again', async () => {
      const append = appendTo(streamName(), 2);
      await double.set({ timeouts: 1 });
      expect((await store.append(append)).revision).toBe(1);
      expect((await double.faults()).timeouts).toBe(0);
      expect(await idsIn(append.streamName)).toEqual(idsOf(append.events));
      await double.set({ timeouts: 1 });
      // Without an expected revision nobody knows what a repetition does.
      const any = { ...appendTo(streamName()), expectedRevision: 'any' as const };
      expect(await refusalOf(store.append(any))).toEqual(outcomeUnknown);
      expect(await idsIn(any.streamName)).toEqual(idsOf(any.events));
    });

    it.each(['cutAfterCommit', 'cutBeforeCommit'] as const)(
      'a connection cut in mid-append (%s) is unknown; repeated, it is there once',
      async (cut) => {
        const name = streamName();
        await store.append(appendTo(streamName()));
        await double.set({ [cut]: 1 });
        const append = appendTo(name, 2);
        expect(await refusalOf(store.append(append))).toEqual(outcomeUnknown);
        expect(await untilAnswered(append)).toBe(1);
        expect(await idsIn(name)).toEqual(idsOf(append.events));
      },
    );

    it('a wrong version tells the revision that the server named', async () => {
      await double.set({ wrongVersion: { left: 1, current: 41 } });
      const refusal = await refusalOf(store.append(appendTo(streamName())));
      expect(refusal).toEqual({ code: 'wrongExpectedRevision', actualRevision: 41 });
      await double.set({ wrongVersion: { left: 1, current: -1 } });
      const missing = await refusalOf(store.append({ ...appendTo(streamName()), expectedRevision: 3 }));
      expect(missing).toEqual({ code: 'wrongExpectedRevision', actualRevision: 'noStream' });
    });

    it('a slow server is waited for within the limit, and beyond it the outcome is unknown', async () => {
      await double.set({ slowMs: CALL_TIMEOUT_MS / 4 });
      expect((await store.append(appendTo(streamName()))).revision).toBe(0);
      await double.set({ slowMs: CALL_TIMEOUT_MS * 2 });
      const append = appendTo(streamName());
      expect(await refusalOf(store.append(append))).toEqual(outcomeUnknown);
      await double.set({ slowMs: 0 });
      expect(await untilAnswered(append)).toBe(0);
      expect(await idsIn(append.streamName)).toEqual(idsOf(append.events));
    });

    it('an append to a tombstoned stream is refused as deleted', async () => {
      const name = streamName();
      await store.append(appendTo(name));
      await double.set({ tombstone: name });
      expect(await refusalOf(store.append({ ...appendTo(name), expectedRevision: 'any' }))).toMatchObject({
        code: 'streamDeleted',
      });
      await expect(idsIn(name)).rejects.toMatchObject({ code: 'streamDeleted' });
    });
  });

  it('connections cut again and again under 64 writers: every event is there once, in its order', async () => {
    await store.append(appendTo(streamName()));
    const names = Array.from({ length: 64 }, () => streamName());
    const written = names.map(async (name) => {
      const ids: string[] = [];
      for (let revision = -1; revision < 9; revision++) {
        const event = newEvent();
        const expectedRevision = revision < 0 ? ('noStream' as const) : revision;
        expect(await untilAnswered({ streamName: name, expectedRevision, events: [event] })).toBe(revision + 1);
        ids.push(event.id);
      }
      return ids;
    });
    let isDone = false;
    const cutting = (async () => {
      while (!isDone) {
        await double.cut();
        await pause(50);
      }
    })();
    const ids = await Promise.all(written).finally(() => (isDone = true));
    await cutting;
    for (const [index, name] of names.entries()) expect(await idsIn(name)).toEqual(ids[index]);
  }, 60_000);

  it('a frozen server holds nothing up beyond the limit, and is used again when it thaws', async () => {
    const name = streamName();
    await store.append(appendTo(name, 3));
    double.freeze();
    const began = performance.now();
    const append = appendTo(streamName());
    const settled = await Promise.all([
      refusalOf(store.append(append)),
      refusalOf(collected(store.readStream(name))),
      refusalOf(collected(store.readAll({ direction: 'backwards' }))),
      refusalOf(store.lastPosition()),
    ]);
    expect(settled).toEqual([outcomeUnknown, unavailable, unavailable, unavailable]);
    expect(performance.now() - began).toBeLessThan(CALL_TIMEOUT_MS + LATENESS_MS_MAX);
    double.thaw();
    expect(await untilAnswered(append)).toBe(0);
    expect(await idsIn(append.streamName)).toEqual(idsOf(append.events));
  });

  it('a frozen server under a load that fills every buffer ends no process when its connection dies', async () => {
    const unhandled: unknown[] = [];
    const note = (cause: unknown): void => void unhandled.push(cause);
    process.on('unhandledRejection', note);
    await store.close();
    const doomed = await RunningDouble.start();
    store = await EventStoreDbEventStore.open({
      connectionString: doomed.connectionString,
      callTimeoutMs: CALL_TIMEOUT_MS,
    });
    await store.append(appendTo(streamName()));
    doomed.freeze();
    const large = (): StreamAppend => ({
      ...appendTo(streamName()),
      events: [{ id: randomUUID(), type: 'Large', data: { text: 'x'.repeat(20_000) }, metadata: {} }],
    });
    const outcomes = await store.appendMany(Array.from({ length: 400 }, large));
    expect(new Set(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code)))).toEqual(
      new Set(['outcomeUnknown']),
    );
    await doomed.end();
    await refusalOf(store.append(appendTo(streamName())));
    expect(await refusalOf(store.append(appendTo(streamName())))).toEqual(unavailable);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('reads that are left early leave no call behind', async () => {
    const name = streamName();
    await store.append(appendTo(name, 40));
    for (let round = 0; round < 100; round++) {
      await store.lastPosition();
      for await (const event of store.readStream(name)) if (event.revision === 30) break;
      for await (const event of store.readAll()) if (event.revision >= 0) break;
    }
    const client = SharedClient.acquire(double.connectionString);
    const { disposableStreams } = client.current as unknown as { disposableStreams: ReadonlySet<unknown> };
    await pause(50);
    // The one stream of all appends stays.
    expect(disposableStreams.size).toBeLessThanOrEqual(1);
    await client.release();
  });

  it('a server that never tells its features: certainly not appended, within the limit', async () => {
    await double.set({ isSilent: true });
    await double.cut();
    await store.lastPosition().catch(() => undefined);
    const append = appendTo(streamName());
    const began = performance.now();
    expect(await refusalOf(store.append(append))).toEqual(unavailable);
    expect(performance.now() - began).toBeLessThan(CALL_TIMEOUT_MS + LATENESS_MS_MAX);
    await double.set({ isSilent: false });
    await double.cut();
    expect(await idsIn(append.streamName).catch(() => idsIn(append.streamName))).toEqual([]);
    expect(await untilAnswered(append)).toBe(0);
  });

  it('a server that is still starting has certainly not appended', async () => {
    await double.set({ notReady: 1 });
    const append = appendTo(streamName());
    expect(await refusalOf(store.append(append))).toEqual(unavailable);
    expect(await store.append(append)).toMatchObject({ revision: 0 });
  });

  it('a server that went down and came up again is used again, with what it had', async () => {
    const name = streamName();
    const append = appendTo(name, 2);
    const first = await store.append(append);
    await double.goDown();
    // The first call may still find the old connection dying, and cannot know.
    await refusalOf(store.append(appendTo(streamName())));
    expect(await refusalOf(store.append(appendTo(streamName())))).toEqual(unavailable);
    expect(await refusalOf(store.lastPosition())).toEqual(unavailable);
    await double.comeUp();
    expect(await untilAnswered(append)).toBe(1);
    expect(await store.append(append)).toEqual(first);
    expect(await idsIn(name)).toEqual(idsOf(append.events));
  });

  it('an append that follows one of unknown outcome in the same call is not sent', async () => {
    const [name, other] = [streamName(), streamName()];
    await store.append(appendTo(streamName()));
    await double.set({ loseReplies: 2 });
    const appends = [
      appendTo(name),
      { ...appendTo(name), expectedRevision: 'any' as const },
      appendTo(other),
      { ...appendTo(name), expectedRevision: 0 },
    ];
    const codes = (await store.appendMany(appends)).map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
    expect(codes).toEqual(['outcomeUnknown', 'unavailable', 'outcomeUnknown', 'unavailable']);
    expect(await idsIn(name)).toHaveLength(1);
  });

  it('closes while it is busy, within the limit, and leaves nothing open', async () => {
    const subscription = store.subscribeToAll();
    const subscribed = collected(subscription);
    const read = refusalOf(
      (async () => {
        for await (const event of store.readAll()) await pause(50, event);
      })(),
    );
    await double.set({ loseReplies: 1 });
    const appends = Array.from({ length: 50 }, () => store.append(appendTo(streamName())));
    const began = performance.now();
    const settled = Promise.allSettled(appends);
    await store.close();
    expect(performance.now() - began).toBeLessThan(CALL_TIMEOUT_MS + LATENESS_MS_MAX);
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await subscribed;
    expect(await read).toEqual({ code: 'closed', actualRevision: undefined });
  });
});
