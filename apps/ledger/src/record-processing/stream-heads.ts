import type { StoredMetadata } from '#libs/domain';
import type { EventStore, ExpectedRevision } from '#libs/event-store';
import type { RecentRecords } from './recent-records.ts';

/** The last revision of a stream, as far as it is known or reserved. */
export interface Head {
  /** Last revision, reserved ones included; -1 for a stream that does not exist. */
  revision: number;
  /** Appends under way; a head in use is not evicted. */
  pending: number;
  /** Of the recent records: an older one means that the stream's tail must be read again. */
  generation: number;
  /** Every record of the stream after this position is a recent one, or was and is projected by now. */
  knownAfter: number;
}

interface Loading {
  readonly knownAfter: number;
  readonly done: Promise<void>;
}

interface Wanted {
  readonly streamName: string;
  readonly streamIsNew: boolean;
}

/** About 100 bytes each. */
const HEADS_COUNT_MAX = 100_000;
/** Events read at a time when a stream's tail is read back. */
const TAIL_PAGE_COUNT = 64;

/** The revision to expect for the next append of `count` events, which is reserved by this call. */
export function reserve(head: Head, count: number): ExpectedRevision {
  const expected = head.revision < 0 ? 'noStream' : head.revision;
  head.revision += count;
  head.pending++;
  return expected;
}

/** What was reserved has happened. */
export function release(head: Head): void {
  head.pending--;
}

/** The last revision of every stream written lately, so that an append needs no read before it. */
export class StreamHeads {
  private readonly heads = new Map<string, Head>();
  private readonly loading = new Map<string, Loading>();

  constructor(
    private readonly store: EventStore,
    private readonly recent: RecentRecords,
  ) {}

  /**
   * Afterwards there is a head for each of these streams, and their records after `projected` are recent ones.
   * @param projected position up to which the read model's index was complete when the records were looked up in it;
   *   what another process appended since may be in the index by now, and was not found there.
   */
  async load(wanted: readonly Wanted[], projected: number): Promise<void> {
    const missing: Promise<void>[] = [];
    for (const { streamName, streamIsNew } of wanted) {
      const head = this.heads.get(streamName);
      const isKnown = head?.generation === this.recent.generation && head.knownAfter <= projected;
      if (isKnown && this.recent.forgottenUpTo <= projected) continue;
      if (streamIsNew && head === undefined) this.put(streamName, -1, -1);
      else missing.push(this.loadOnce(streamName, projected));
    }
    if (missing.length > 0) await Promise.all(missing);
  }

  /** Of a stream that was loaded. */
  headOf(streamName: string): Head {
    return this.heads.get(streamName) ?? this.put(streamName, -1, -1);
  }

  /** After any failure: what was reserved did not happen, or not as reserved. */
  forget(streamName: string): void {
    this.heads.delete(streamName);
  }

  private loadOnce(streamName: string, knownAfter: number): Promise<void> {
    const under = this.loading.get(streamName);
    if (under !== undefined && under.knownAfter <= knownAfter) return under.done;
    const done = this.readTail(streamName, knownAfter).finally(() => {
      if (this.loading.get(streamName)?.done === done) this.loading.delete(streamName);
    });
    this.loading.set(streamName, { knownAfter, done });
    return done;
  }

  /** Backwards from the end to what the read model's index already covers. */
  private async readTail(streamName: string, projected: number): Promise<void> {
    const { generation } = this.recent;
    let revision = -1;
    let from: number | undefined;
    for (;;) {
      let last: { revision: number; position: number } | undefined;
      const page = this.store.readStream(streamName, {
        direction: 'backwards',
        maxCount: from === undefined ? 1 : TAIL_PAGE_COUNT,
        ...(from === undefined ? {} : { fromRevision: from }),
      });
      for await (const event of page) {
        revision = Math.max(revision, event.revision);
        last = event;
        if (event.position <= projected) break;
        const { fingerprint } = event.metadata as Partial<StoredMetadata>;
        if (fingerprint === undefined) continue;
        this.recent.foundInLog(event.id, { revision: event.revision, position: event.position, fingerprint });
      }
      if (last === undefined || last.position <= projected || last.revision === 0) break;
      from = last.revision - 1;
    }
    const inUse = this.heads.get(streamName);
    if (inUse !== undefined && inUse.pending > 0) {
      inUse.generation = generation;
      inUse.knownAfter = projected;
    } else this.put(streamName, revision, projected);
  }

  private put(streamName: string, revision: number, knownAfter: number): Head {
    if (this.heads.size >= HEADS_COUNT_MAX) this.evict();
    const head: Head = { revision, pending: 0, generation: this.recent.generation, knownAfter };
    this.heads.set(streamName, head);
    return head;
  }

  /** The oldest tenth of those not in use. */
  private evict(): void {
    let left = HEADS_COUNT_MAX / 10;
    for (const [streamName, head] of this.heads) {
      if (left-- <= 0) return;
      if (head.pending === 0) this.heads.delete(streamName);
    }
  }
}
