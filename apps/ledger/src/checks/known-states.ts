import { LRUCache } from 'lru-cache';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { AssessmentStates } from '#libs/projections';
import { evolveKnown, nothingKnown, type Known } from '../assessment/assessed-stream.ts';
import { placedFact } from '../assessment/stream-facts.ts';

/** States kept at hand for whoever asks again. */
const STREAMS_COUNT_MAX = 10_000;

interface Seen {
  readonly known: Known;
  /** Last event of each stream that went into it; -1 for none. */
  readonly revisions: readonly number[];
}

/** What the rules know of a person or a company right now: as the assessor kept it, and what came since. */
export class KnownStates {
  private readonly seen = new LRUCache<string, Seen>({ max: STREAMS_COUNT_MAX });

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly states: Pick<AssessmentStates, 'find'>,
  ) {}

  /**
   * @param streamNames That of a company, or those of one person: several where subjects were found to be the same one. What
   *   is known does not depend on the order of the records, so theirs are taken one stream after the other.
   */
  async now(streamNames: readonly [string, ...string[]]): Promise<Known> {
    const key = streamNames.join(' ');
    const seen = this.seen.get(key) ?? (await this.kept(streamNames));
    let { known } = seen;
    const revisions = [...seen.revisions];
    for (const [index, streamName] of streamNames.entries()) {
      for await (const event of this.store.readStream(streamName, { fromRevision: (revisions[index] ?? -1) + 1 })) {
        known = evolved(known, event);
        revisions[index] = event.revision;
      }
    }
    this.seen.set(key, { known, revisions });
    return known;
  }

  /** What the assessor kept holds one stream: of the first it is taken, the others are read. */
  private async kept([streamName, ...others]: readonly [string, ...string[]]): Promise<Seen> {
    const kept = await this.states.find(streamName);
    const unread = others.map(() => -1);
    if (kept === undefined) return { known: nothingKnown(streamName), revisions: [-1, ...unread] };
    const { known } = JSON.parse(kept.state) as { readonly known: Known };
    return { known, revisions: [kept.revision, ...unread] };
  }
}

function evolved(known: Known, event: RecordedEvent): Known {
  const placed = placedFact(event);
  return placed === undefined ? known : evolveKnown(known, placed.fact);
}
