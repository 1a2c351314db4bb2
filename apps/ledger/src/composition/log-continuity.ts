import { EventStoreError, type EventStore } from '#libs/event-store';
import type { LedgerQueries } from '#libs/projections';

const LOG_IS_BEHIND =
  'The event log lacks events that the read models were made from: it was lost, replaced or rolled back. Restore it from its ' +
  'backup. If the log is meant to be as it is, make the read models again with `pdl rebuild` before starting.';

/**
 * A log that lost events must not go on as if they had never been: what was acknowledged would be gone, and positions
 * would be given out twice. The read models remember how far the log reached and what stood there.
 * @throws EventStoreError `damaged`
 */
export async function assertLogIsWhole(
  eventStore: Pick<EventStore, 'lastPosition' | 'readAll'>,
  { position, records }: Pick<LedgerQueries, 'position' | 'records'>,
): Promise<void> {
  // In this order: the projection may go on meanwhile, and the log is never behind it.
  const reached = await position.position();
  const newest = await records.newest();
  const last = await eventStore.lastPosition();
  if (reached !== undefined && (last === undefined || last < reached))
    throw new EventStoreError('damaged', LOG_IS_BEHIND);
  if (newest === undefined) return;
  for await (const { id } of eventStore.readAll({ fromPosition: newest.position, maxCount: 1 })) {
    if (id === newest.eventId) return;
  }
  throw new EventStoreError('damaged', LOG_IS_BEHIND);
}
