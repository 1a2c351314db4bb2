import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { AssessmentStates } from '#libs/projections';
import { evolveKnown, nothingKnown, type Known } from '../assessment/assessed-stream.ts';
import { placedFact } from '../assessment/stream-facts.ts';

/** Streams kept at hand for whoever asks again. */
const STREAMS_COUNT_MAX = 10_000;

interface Seen {
  readonly known: Known;
  /** Last event that went into it; -1 for none. */
  readonly revision: number;
}

/** What the rules know of a person or a company right now: as the assessor kept it, and what came since. */
export class KnownStates {
  private readonly seen = new Map<string, Seen>();

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly states: Pick<AssessmentStates, 'find'>,
  ) {}

  async now(streamName: string): Promise<Known> {
    let { known, revision } = this.seen.get(streamName) ?? (await this.kept(streamName));
    for await (const event of this.store.readStream(streamName, { fromRevision: revision + 1 })) {
      known = evolved(known, event);
      ({ revision } = event);
    }
    this.keep(streamName, { known, revision });
    return known;
  }

  private async kept(streamName: string): Promise<Seen> {
    const kept = await this.states.find(streamName);
    if (kept === undefined) return { known: nothingKnown(streamName), revision: -1 };
    return { known: (JSON.parse(kept.state) as { readonly known: Known }).known, revision: kept.revision };
  }

  private keep(streamName: string, seen: Seen): void {
    this.seen.delete(streamName);
    this.seen.set(streamName, seen);
    const oldest = this.seen.keys().next();
    if (this.seen.size > STREAMS_COUNT_MAX && oldest.done === false) this.seen.delete(oldest.value);
  }
}

function evolved(known: Known, event: RecordedEvent): Known {
  const placed = placedFact(event);
  return placed === undefined ? known : evolveKnown(known, placed.fact);
}
