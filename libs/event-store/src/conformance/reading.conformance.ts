import { describe, expect, it } from '@jest/globals';
import type { NewEvent, ReadStreamOptions, RecordedEvent } from '../event-store.ts';
import { collected, idsOf, newEvents, streamName } from './adapter-under-test.ts';
import type { StoreOf } from './adapter-under-test.ts';

export function describeReading(store: StoreOf): void {
  const written = async (count: number): Promise<{ name: string; events: NewEvent[] }> => {
    const [name, events] = [streamName(), newEvents(count)];
    await store().append({ streamName: name, expectedRevision: 'noStream', events });
    return { name, events };
  };

  describe('a stream', () => {
    const cases: readonly [options: ReadStreamOptions, revisions: number[]][] = [
      [{}, [0, 1, 2, 3, 4]],
      [{ maxCount: 2 }, [0, 1]],
      [{ fromRevision: 3 }, [3, 4]],
      [{ fromRevision: 1, maxCount: 2 }, [1, 2]],
      [{ fromRevision: 5 }, []],
      [{ maxCount: 50 }, [0, 1, 2, 3, 4]],
      [{ direction: 'backwards' }, [4, 3, 2, 1, 0]],
      [{ direction: 'backwards', maxCount: 1 }, [4]],
      [{ direction: 'backwards', fromRevision: 2 }, [2, 1, 0]],
      [{ direction: 'backwards', fromRevision: 2, maxCount: 2 }, [2, 1]],
    ];
    it.each(cases)('of five events with %j gives the revisions %j', async (options, revisions) => {
      const { name, events } = await written(5);
      const read = await collected(store().readStream(name, options));
      expect(read.map((event) => event.revision)).toEqual(revisions);
      expect(idsOf(read)).toEqual(revisions.map((revision) => events[revision]?.id));
    });

    it.each(['forwards', 'backwards'] as const)('longer than any page is read whole %s', async (direction) => {
      const { name, events } = await written(1_203);
      const read = idsOf(await collected(store().readStream(name, { direction })));
      expect(direction === 'forwards' ? read : read.reverse()).toEqual(idsOf(events));
    });

    it('that does not exist is empty', async () => {
      expect(await collected(store().readStream(streamName()))).toEqual([]);
      expect(await collected(store().readStream(streamName(), { direction: 'backwards', fromRevision: 3 }))).toEqual(
        [],
      );
    });

    it('may be left in the middle, and read again', async () => {
      const { name, events } = await written(600);
      for await (const event of store().readStream(name)) if (event.revision === 2) break;
      expect(idsOf(await collected(store().readStream(name)))).toEqual(idsOf(events));
    });

    it('cannot be read for no events', async () => {
      await expect(collected(store().readStream(streamName(), { maxCount: 0 }))).rejects.toThrow(RangeError);
      await expect(collected(store().readAll({ maxCount: 0 }))).rejects.toThrow(RangeError);
    });
  });

  describe('$all', () => {
    /** Five events, alternately in two streams, as `$all` has them. */
    const interleaved = async (): Promise<{ names: string[]; ids: string[]; positions: number[] }> => {
      const names = [streamName(), streamName()];
      const events = newEvents(5);
      const positions: number[] = [];
      for (const [index, event] of events.entries()) {
        const name = names[index % 2] ?? '';
        positions.push((await store().append({ streamName: name, expectedRevision: 'any', events: [event] })).position);
      }
      return { names, ids: idsOf(events), positions };
    };
    const only = (names: readonly string[], events: readonly RecordedEvent[]): RecordedEvent[] =>
      events.filter((event) => names.includes(event.streamName));

    it('has the events of all streams in the order of their positions', async () => {
      const { names, ids, positions } = await interleaved();
      const read = await collected(store().readAll({ fromPosition: positions[0] ?? 0 }));
      expect(idsOf(only(names, read))).toEqual(ids);
      expect(only(names, read).map((event) => event.position)).toEqual(positions);
      expect(read.map((event) => event.position)).toEqual(
        [...new Set(read.map((event) => event.position))].sort((a, b) => a - b),
      );
      const instants = read.map((event) => Date.parse(event.recordedAt));
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
    });

    it('can be read backwards, from its end or from a position', async () => {
      const { names, ids, positions } = await interleaved();
      const fromEnd: RecordedEvent[] = [];
      for await (const event of store().readAll({ direction: 'backwards' })) {
        fromEnd.push(event);
        if (event.id === ids[0]) break;
      }
      expect(idsOf(only(names, fromEnd))).toEqual([...ids].reverse());
      const middle = await collected(
        store().readAll({ direction: 'backwards', fromPosition: positions[2] ?? 0, maxCount: 1 }),
      );
      expect(idsOf(middle)).toEqual([ids[2]]);
    });

    it('starts at the given position, and ends after the given number', async () => {
      const { ids, positions } = await interleaved();
      const one = await collected(store().readAll({ fromPosition: positions[1] ?? 0, maxCount: 1 }));
      expect(idsOf(one)).toEqual([ids[1]]);
      expect(await collected(store().readAll({ fromPosition: positions[0] ?? 0, maxCount: 3 }))).toHaveLength(3);
    });

    it('ends at or behind the last append', async () => {
      const { positions } = await interleaved();
      expect(await store().lastPosition()).toBeGreaterThanOrEqual(positions.at(-1) ?? 0);
    });

    it('from the very beginning holds no event of the store itself', async () => {
      await interleaved();
      const first = await collected(store().readAll({ maxCount: 5 }));
      expect(first.filter((event) => event.type.startsWith('$') || event.streamName.startsWith('$'))).toEqual([]);
      expect(first).toHaveLength(5);
    });
  });
}
