/** Where a record came to stand. */
export interface Settled {
  readonly revision: number;
  readonly position: number;
}

export interface FoundRecord extends Settled {
  readonly fingerprint: string;
}

/** A record that is being appended, or was, and may not be in the read model yet. */
export class RecentRecord {
  /** Set when reading the stream back shows the record there. */
  found: FoundRecord | undefined;
  position: number | undefined;
  private outcome: Settled | 'abandoned' | undefined;
  /** Made only when somebody waits: nearly every record is sent once. */
  private waiting: ((settled: Settled | undefined) => void)[] | undefined;

  constructor(readonly fingerprint: string) {}

  /** Where it came to stand; `undefined` when the attempt was given up. */
  settled(): Promise<Settled | undefined> {
    if (this.outcome !== undefined) return Promise.resolve(this.outcome === 'abandoned' ? undefined : this.outcome);
    return new Promise((resolve) => (this.waiting ??= []).push(resolve));
  }

  settle(settled: Settled): void {
    this.position = settled.position;
    this.outcome = settled;
    this.tell(settled);
  }

  abandon(): void {
    this.outcome = 'abandoned';
    this.tell(undefined);
  }

  private tell(settled: Settled | undefined): void {
    if (this.waiting === undefined) return;
    for (const resolve of this.waiting) resolve(settled);
    this.waiting = undefined;
  }
}

/** About 150 bytes each; beyond this the oldest are dropped and their streams read back when needed. */
const RECENT_COUNT_MAX = 200_000;
/** How many additions pass between two looks at the projection's position. */
const PRUNE_EVERY = 5_000;

/**
 * Records that the read model's index may not know yet, by event id. Everything at or below the projected position is
 * forgotten; when the projection stands still for long, everything settled is forgotten at once and `generation` rises,
 * which makes the stream heads be read back from the store, tail and all.
 */
export class RecentRecords {
  generation = 0;
  /** Position up to which records may be missing here because the read model's index knew them. */
  forgottenUpTo = -1;
  private readonly byId = new Map<string, RecentRecord>();
  private sincePruned = 0;

  constructor(
    /** Position up to which the read model's index is complete; `undefined` while it is empty. */
    readonly projectedPosition: () => number | undefined,
    private readonly countMax: number = RECENT_COUNT_MAX,
  ) {}

  get(recordId: string): RecentRecord | undefined {
    return this.byId.get(recordId);
  }

  open(recordId: string, { fingerprint }: { readonly fingerprint: string }): RecentRecord {
    if (++this.sincePruned >= PRUNE_EVERY || this.byId.size >= this.countMax) this.prune();
    const entry = new RecentRecord(fingerprint);
    this.byId.set(recordId, entry);
    return entry;
  }

  /** Reading a stream back showed this record. */
  foundInLog(recordId: string, found: FoundRecord): void {
    const known = this.byId.get(recordId);
    if (known !== undefined) {
      known.found = found;
      return;
    }
    const entry = new RecentRecord(found.fingerprint);
    entry.found = found;
    entry.settle(found);
    this.byId.set(recordId, entry);
  }

  abandon(recordId: string, entry: RecentRecord): void {
    entry.abandon();
    if (this.byId.get(recordId) === entry) this.byId.delete(recordId);
  }

  private prune(): void {
    this.sincePruned = 0;
    const projected = this.projectedPosition() ?? -1;
    this.forgottenUpTo = Math.max(this.forgottenUpTo, projected);
    for (const [id, { position }] of this.byId) {
      if (position !== undefined && position <= projected) this.byId.delete(id);
    }
    if (this.byId.size < this.countMax) return;
    this.generation++;
    for (const [id, { position }] of this.byId) if (position !== undefined) this.byId.delete(id);
  }
}
