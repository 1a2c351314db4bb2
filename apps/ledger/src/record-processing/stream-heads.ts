import type { StoredMetadata } from '#libs/domain';
import type { EventStore, ExpectedRevision } from '#libs/event-store';
import type { RecentRecords } from './recent-records.ts';

interface Head {
  /** Last revision, reserved ones included; -1 for a stream that does not exist. */
  revision: number;
  /** Appends under way; a head in use is not evicted. */
  pending: number;
  /** Of the recent records: an older one means that the stream's tail must be read again. */
  generation: number;
}

interface Wanted {
  readonly streamName: string;
  readonly streamIsNew: boolean;
}

/** About 100 bytes each. */
const HEADS_COUNT_MAX = 100_000;
/** Events read at a time when a stream's tail is read back. */
const TAIL_PAGE_COUNT = 64;

/** The last revision of every stream written lately, so that an append needs no read before it. */
export class StreamHeads {
  private readonly heads = new Map<string, Head>();
  private readonly loading = new Map<string, Promise<void>>();

  constructor(
    private readonly store: EventStore,
    private readonly recent: RecentRecords,
  ) {}

  /** Afterwards `reserve` works for each of these streams, and their records beyond the read model are recent ones. */
  async load(wanted: readonly Wanted[]): Promise<void> {
    const missing: Promise<void>[] = [];
    for (const { streamName, streamIsNew } of wanted) {
      const head = this.heads.get(streamName);
      if (head?.generation === this.recent.generation) continue;
      if (streamIsNew) this.put(streamName, -1);
      else missing.push(this.loadOnce(streamName));
    }
    if (missing.length > 0) await Promise.all(missing);
  }

  /** The revision to expect for the next append of `count` events, which is reserved by this call. */
  reserve(streamName: string, count: number): ExpectedRevision {
    const head = this.heads.get(streamName) ?? this.put(streamName, -1);
    const expected = head.revision < 0 ? 'noStream' : head.revision;
    head.revision += count;
    head.pending++;
    return expected;
  }

  release(streamName: string): void {
    const head = this.heads.get(streamName);
    if (head !== undefined && head.pending > 0) head.pending--;
  }

  /** After any failure: what was reserved did not happen, or not as reserved. */
  forget(streamName: string): void {
    this.heads.delete(streamName);
  }

  private loadOnce(streamName: string): Promise<void> {
    const under = this.loading.get(streamName);
    if (under !== undefined) return under;
    const load = this.readTail(streamName).finally(() => this.loading.delete(streamName));
    this.loading.set(streamName, load);
    return load;
  }

  /** Backwards from the end to what the read model's index already covers. */
  private async readTail(streamName: string): Promise<void> {
    const projected = this.recent.projectedPosition() ?? -1;
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
    if (inUse !== undefined && inUse.pending > 0) inUse.generation = generation;
    else this.put(streamName, revision);
  }

  private put(streamName: string, revision: number): Head {
    if (this.heads.size >= HEADS_COUNT_MAX) this.evict();
    const head: Head = { revision, pending: 0, generation: this.recent.generation };
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
