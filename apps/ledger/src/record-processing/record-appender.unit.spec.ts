import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeEventStore } from './event-store.fake.ts';
import { RecentRecords } from './recent-records.ts';
import { RecordAppender, type PreparedRecord } from './record-appender.ts';

const STREAM = 'dataSubject-1';
let store: FakeEventStore;
let projected: number | undefined;

beforeEach(() => {
  store = new FakeEventStore();
  projected = undefined;
});

const appender = (countMax?: number): RecordAppender =>
  new RecordAppender(store, new RecentRecords(() => projected, countMax), { pause: () => Promise.resolve() });

function record(id: string, options: Partial<PreparedRecord> = {}): PreparedRecord {
  const fingerprint = options.fingerprint ?? 'a';
  const events = [{ id, type: 'PersonalDataUsed', data: {}, metadata: { fingerprint } }];
  return { streamName: STREAM, streamIsNew: false, events, fingerprint, ...options };
}

const ids = (): string[] => store.log.map(({ id }) => id);

describe('appending records', () => {
  it('records each once, in order, and says where', async () => {
    const answers = await appender().append([record('1'), record('2'), record('3', { streamName: 'dataSubject-2' })]);
    expect(answers).toEqual([
      { kind: 'recorded', revision: 0, position: 0 },
      { kind: 'recorded', revision: 1, position: 1 },
      { kind: 'recorded', revision: 0, position: 2 },
    ]);
  });

  it('answers ten that come at once with the first answer', async () => {
    const one = appender();
    const answers = await Promise.all(Array.from({ length: 10 }, () => one.append([record('1')])));
    expect(ids()).toEqual(['1']);
    expect(answers.flat().map(({ kind }) => kind)).toEqual(['recorded', ...Array<string>(9).fill('replayed')]);
  });

  it('answers the same twice in one call', async () => {
    expect(await appender().append([record('1'), record('1')])).toEqual([
      { kind: 'recorded', revision: 0, position: 0 },
      { kind: 'replayed', revision: 0, position: 0 },
    ]);
  });

  it('refuses another content under a known id', async () => {
    const one = appender();
    await one.append([record('1')]);
    expect(await one.append([record('1', { fingerprint: 'b' })])).toEqual([{ kind: 'contentDiffers' }]);
    expect(ids()).toEqual(['1']);
  });

  it('finds a record that is in the log and not projected yet, after a restart', async () => {
    await appender().append([record('1'), record('2')]);
    expect(await appender().append([record('1')])).toEqual([{ kind: 'replayed', revision: 0, position: 0 }]);
    expect(await appender().append([record('2', { fingerprint: 'b' })])).toEqual([{ kind: 'contentDiffers' }]);
    expect(ids()).toEqual(['1', '2']);
  });

  it('finds it also where the call itself makes room among the recent records', async () => {
    await appender().append([record('1')]);
    const others = ['2', '3', '4'].map((id) => record(id, { streamName: `dataSubject-${id}`, streamIsNew: true }));
    const answers = await appender(2).append([...others, record('1')]);
    expect(answers.at(-1)).toEqual({ kind: 'replayed', revision: 0, position: 0 });
    expect(ids()).toEqual(['1', '2', '3', '4']);
  });

  it('gives way to another writer and appends after it', async () => {
    const one = appender();
    await one.append([record('1')]);
    store.writeBehind(STREAM, record('2').events);
    expect(await one.append([record('3')])).toEqual([{ kind: 'recorded', revision: 2, position: 2 }]);
  });

  it('takes the answer of another writer who recorded the same', async () => {
    const one = appender();
    await one.append([record('1')]);
    store.writeBehind(STREAM, record('2').events);
    expect(await one.append([record('2')])).toEqual([{ kind: 'recorded', revision: 1, position: 1 }]);
  });

  it('finds that another writer recorded another content under the id', async () => {
    const one = appender();
    await one.append([record('1')]);
    store.writeBehind(STREAM, [...record('2').events, ...record('3', { fingerprint: 'b' }).events]);
    expect(await one.append([record('3')])).toEqual([{ kind: 'contentDiffers' }]);
    expect(await one.append([record('3')])).toEqual([{ kind: 'contentDiffers' }]);
    expect(ids()).toEqual(['1', '2', '3']);
  });

  it.each(['committedButUnknown', 'lostAndUnknown'] as const)('settles an outcome that is %s', async (mishap) => {
    const one = appender();
    await one.append([record('1')]);
    store.mishaps.push(mishap);
    const [answer, waiting] = await Promise.all([one.append([record('2')]), one.append([record('2')])]);
    expect(answer).toEqual([{ kind: 'recorded', revision: 1, position: 1 }]);
    expect(waiting).toEqual([{ kind: 'replayed', revision: 1, position: 1 }]);
    expect(ids()).toEqual(['1', '2']);
  });

  it('calls unknown what stays unknown, and settles it when it is sent again', async () => {
    const one = appender();
    store.mishaps.push(...Array<'lostAndUnknown'>(6).fill('lostAndUnknown'));
    expect(await one.append([record('1')])).toEqual([{ kind: 'unknown' }]);
    expect(await one.append([record('1')])).toEqual([{ kind: 'recorded', revision: 0, position: 0 }]);
  });

  it('calls unknown what cannot be read back, and does not keep whoever sends it again waiting', async () => {
    const one = appender();
    await one.append([record('1')]);
    store.mishaps.push('committedButUnknown');
    store.failingReads = 1;
    const [answer, waiting] = await Promise.all([one.append([record('2')]), one.append([record('2')])]);
    expect([answer, waiting]).toEqual([[{ kind: 'unknown' }], [{ kind: 'unknown' }]]);
    expect(await one.append([record('2')])).toEqual([{ kind: 'replayed', revision: 1, position: 1 }]);
    expect(ids()).toEqual(['1', '2']);
  });

  it('does not call failed what an earlier attempt left unknown', async () => {
    store.mishaps.push('lostAndUnknown', 'unavailable');
    expect(await appender().append([record('1')])).toEqual([{ kind: 'unknown' }]);
  });

  it('does not repeat what certainly failed', async () => {
    store.mishaps.push('unavailable');
    expect(await appender().append([record('1')])).toEqual([{ kind: 'failed', code: 'unavailable' }]);
    expect(store.appendCalls).toBe(1);
  });

  it('carries on with those that are pipelined behind one that failed', async () => {
    const one = appender();
    store.mishaps.push('unavailable');
    const answers = await one.append([record('1'), record('2'), record('3')]);
    expect(answers.map(({ kind }) => kind)).toEqual(['failed', 'recorded', 'recorded']);
    expect(ids()).toEqual(['2', '3']);
  });

  it('still knows every record when far more are unprojected than it remembers', async () => {
    const one = appender(50);
    const all = Array.from({ length: 200 }, (_, n) => record(`r${n}`, { streamName: `dataSubject-${n % 7}` }));
    for (const each of all) await one.append([each]);
    const again: string[] = [];
    for (const each of all) again.push(...(await one.append([each])).map(({ kind }) => kind));
    expect(again).toEqual(Array<string>(200).fill('replayed'));
    expect(store.log).toHaveLength(200);
  });

  it('forgets what the read model knows', async () => {
    const recent = new RecentRecords(() => projected, 10);
    const one = new RecordAppender(store, recent);
    for (let n = 0; n < 9; n++) await one.append([record(`r${n}`)]);
    for (let n = 9; n < 40; n++) {
      projected = n - 1;
      await one.append([record(`r${n}`)]);
    }
    expect(recent.get('r0')).toBeUndefined();
    expect(recent.generation).toBe(0);
  });
});
