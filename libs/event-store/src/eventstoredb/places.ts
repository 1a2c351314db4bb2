import type { AppendExpectedRevision, Position, ReadPosition } from '@eventstore/db-client';
import { EventStoreError } from '../event-store.ts';
import type { ExpectedRevision } from '../event-store.ts';

/**
 * The one file that knows how EventStoreDB counts. Its positions are pairs of 64-bit numbers, equal for every event
 * that was not written in an explicit transaction, as none is through this client; ours are the first of the pair.
 * A subscription starts after its position; a read of `$all` starts with it forwards, and before it backwards.
 */

/** EventStoreDB's word for no position: the largest number of 64 bits. To resume from it would mean the end. */
const NOWHERE = 2n ** 64n - 1n;

/** @throws EventStoreError `damaged` for a number that a JavaScript number cannot hold exactly */
export function placeOf(place: bigint): number {
  if (place < 0n || place > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new EventStoreError('damaged', 'EventStoreDB gave a position or revision beyond 2^53');
  }
  return Number(place);
}

/** Where a subscription that has handled everything up to `after` goes on. */
export function subscriptionStart(after: number | undefined): ReadPosition {
  return after === undefined ? 'start' : pairOf(after);
}

/** Where to read from, `from` being the first event wanted forwards, or the one behind it backwards. */
export function readStart(direction: 'forwards' | 'backwards', from: number | undefined): ReadPosition {
  if (from === undefined) return direction === 'forwards' ? 'start' : 'end';
  return pairOf(from);
}

/** The position that a checkpoint stands for, if it is that of an event; any other may lie inside a record. */
export function checkpointPlace({ commit, prepare }: Position): number | undefined {
  if (commit === NOWHERE || commit !== prepare || commit > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return Number(commit);
}

export function clientExpectation(expected: ExpectedRevision): AppendExpectedRevision {
  if (typeof expected === 'number') return BigInt(expected);
  if (expected === 'noStream') return 'no_stream';
  return expected === 'streamExists' ? 'stream_exists' : 'any';
}

function pairOf(place: number): Position {
  return { commit: BigInt(place), prepare: BigInt(place) };
}
