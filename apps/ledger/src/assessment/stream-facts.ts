import { decode, factFrom, recordTypes } from '#libs/domain';
import type { Fact } from '#libs/domain';
import type { EventStore, RecordedEvent } from '#libs/event-store';

/** A fact and where its event stands. */
export interface PlacedFact {
  readonly fact: Fact;
  readonly position: number;
  readonly revision: number;
  /** RFC 3339. */
  readonly recordedAt: string;
}

/** The fact a recorded event states; `undefined` for events that report no processing. */
export function placedFact(event: RecordedEvent): PlacedFact | undefined {
  const { id, type, data, recordedAt, position, revision } = event;
  if (!recordTypes.has(type)) return undefined;
  return { fact: factFrom(id, decode(type, data), recordedAt), position, revision, recordedAt };
}

/** Facts of a stream. */
export async function* factsOf(
  store: Pick<EventStore, 'readStream'>,
  streamName: string,
): AsyncGenerator<PlacedFact, void, undefined> {
  for await (const event of store.readStream(streamName)) {
    const placed = placedFact(event);
    if (placed !== undefined) yield placed;
  }
}
