import { describe, expect, it } from '@jest/globals';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { LedgerQueries } from '#libs/projections';
import { assertLogIsWhole } from './log-continuity.ts';

/** A log of events whose ids are their positions, with one of them replaced. */
function logTo(last: number | undefined, replaced?: number): Pick<EventStore, 'lastPosition' | 'readAll'> {
  return {
    lastPosition: () => Promise.resolve(last),
    async *readAll({ fromPosition = 0 } = {}) {
      yield { id: fromPosition === replaced ? 'another' : String(fromPosition) } as RecordedEvent;
    },
  };
}

function modelsTo(reached: number | undefined, newest = reached): Pick<LedgerQueries, 'position' | 'records'> {
  const newestRecord = newest === undefined ? undefined : { eventId: String(newest), position: newest };
  return {
    position: { position: () => Promise.resolve(reached) },
    records: { newest: () => Promise.resolve(newestRecord) },
  } as unknown as Pick<LedgerQueries, 'position' | 'records'>;
}

describe('a log and the read models made from it', () => {
  it.each([
    ['are both empty', logTo(undefined), modelsTo(undefined)],
    ['have nothing projected yet', logTo(7), modelsTo(undefined)],
    ['stand at the same place', logTo(7), modelsTo(7)],
    ['have the log ahead', logTo(9), modelsTo(7, 5)],
  ])('fit where they %s', async (_what, log, models) => {
    await expect(assertLogIsWhole(log, models)).resolves.toBeUndefined();
  });

  it.each([
    ['is gone', logTo(undefined), modelsTo(7)],
    ['was rolled back', logTo(6), modelsTo(7)],
    ['was replaced by another that is longer', logTo(9, 7), modelsTo(7)],
  ])('do not fit where the log %s', async (_what, log, models) => {
    await expect(assertLogIsWhole(log, models)).rejects.toMatchObject({ code: 'damaged' });
  });
});
