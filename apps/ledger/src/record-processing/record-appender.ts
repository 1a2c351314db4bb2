import { EventStore, type AppendOutcome, type StreamAppend } from '#libs/event-store';
import { RecentRecords, type RecentRecord, type Settled } from './recent-records.ts';
import { release, reserve, StreamHeads, type Head } from './stream-heads.ts';

/** A record ready for the log: sealed, identified, and bound for one stream. */
export interface PreparedRecord {
  readonly streamName: string;
  /** Nothing can be in the stream yet: its subject was minted for this very record. */
  readonly streamIsNew: boolean;
  /** The record itself is the last one; events it depends on (a new identifier's link) come before it. */
  readonly events: StreamAppend['events'];
  readonly fingerprint: string;
}

export type AppendAnswer =
  | ({ readonly kind: 'recorded' } & Settled)
  | ({ readonly kind: 'replayed' } & Settled)
  /** The id is taken by a record with other content. */
  | { readonly kind: 'contentDiffers' }
  /** Certainly not recorded. */
  | { readonly kind: 'failed'; readonly code: string }
  /** May be recorded or not: sending the same record again settles it. */
  | { readonly kind: 'unknown' };

/** Losing a revision to another replica is normal; losing it this often means something else is wrong. */
const ATTEMPTS_MAX = 6;
/** Wait before repeating an append whose outcome is unknown, doubled each time. */
const FIRST_PAUSE_MS = 50;

/** What can be watched of the appender, and replaced to try it. */
export interface AppenderObservation {
  /** Seconds from handing events to the store until they are durable. */
  readonly onAppended?: (seconds: number) => void;
  readonly pause?: (ms: number) => Promise<void>;
}

const pauseFor = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Attempt {
  readonly index: number;
  readonly record: PreparedRecord;
  readonly recordId: string;
  readonly entry: RecentRecord;
}

/**
 * Appends each record exactly once, whatever is retried, by whom and when.
 *
 * Revisions are reserved in memory and the appends pipelined, so that two records of one person need not wait for each
 * other. A record id is looked up among the recent records first; those the read model has not projected yet are known
 * because they were appended here, or are read from the stream's tail when its head is loaded (ADR 0006).
 */
export class RecordAppender {
  private readonly heads: StreamHeads;

  constructor(
    private readonly store: EventStore,
    private readonly recent: RecentRecords,
    private readonly observe: AppenderObservation = {},
  ) {
    this.heads = new StreamHeads(store, recent);
  }

  /** To be asked before records are looked up in the read model, and handed to `append` with those not found there. */
  projectedPosition(): number {
    return this.recent.projectedPosition() ?? -1;
  }

  /**
   * One answer each, in order. Never rejects for the sake of a single record.
   * @param projected what `projectedPosition` gave before the records were looked up.
   */
  async append(records: readonly PreparedRecord[], projected = this.projectedPosition()): Promise<AppendAnswer[]> {
    const answers = new Array<AppendAnswer>(records.length);
    await this.load(records, projected);
    const attempts: Attempt[] = [];
    const repeats: Promise<void>[] = [];
    // All before the first is opened: that may forget what loading has just found.
    const found = records.map((record) => this.recent.get(recordIdOf(record)));
    records.forEach((record, index) => {
      const recordId = recordIdOf(record);
      const known = found[index] ?? this.recent.get(recordId);
      if (known === undefined) attempts.push({ index, record, recordId, entry: this.recent.open(recordId, record) });
      else repeats.push(answerOfKnown(known, record).then((answer) => void (answers[index] = answer)));
    });
    await this.carryOut(attempts, projected, answers);
    await Promise.all(repeats);
    return answers;
  }

  /** Again where other calls have meanwhile made the recent records forget what this one has found. */
  private async load(records: readonly PreparedRecord[], projected: number): Promise<void> {
    for (;;) {
      const { generation, forgottenUpTo } = this.recent;
      await this.heads.load(records, projected);
      const isForgotten = this.recent.forgottenUpTo > Math.max(forgottenUpTo, projected);
      if (!isForgotten && this.recent.generation === generation) return;
    }
  }

  private async carryOut(first: readonly Attempt[], projected: number, answers: AppendAnswer[]): Promise<void> {
    let open = first;
    // An append whose outcome is unknown may happen yet: nothing that a later attempt meets makes it certain again.
    const doubtful = new Set<number>();
    for (let attempt = 0; open.length > 0 && attempt < ATTEMPTS_MAX; attempt++) {
      if (attempt > 0 && !(await this.isPreparedAgain(open, doubtful, { attempt, projected }))) break;
      const again: Attempt[] = [];
      const outcomes = await this.appendOnce(open);
      open.forEach((one, place) => {
        const outcome = outcomes[place];
        if (outcome === undefined || outcome.ok) {
          answers[one.index] = this.settle(one, outcome);
        } else if (outcome.error.code === 'wrongExpectedRevision' || outcome.error.code === 'outcomeUnknown') {
          again.push(one);
          if (outcome.error.code === 'outcomeUnknown') doubtful.add(one.index);
        } else {
          answers[one.index] = this.giveUp(one, failureOf(one, outcome.error.code, doubtful));
        }
      });
      open = again;
    }
    for (const one of open) answers[one.index] = this.giveUp(one, failureOf(one, 'unavailable', doubtful));
  }

  /**
   * What is unknown is settled by reading the stream back; what was lost to another writer starts from its head.
   * False when the log cannot be read now: whoever reports again settles it then.
   */
  private async isPreparedAgain(
    open: readonly Attempt[],
    doubtful: ReadonlySet<number>,
    { attempt, projected }: { readonly attempt: number; readonly projected: number },
  ): Promise<boolean> {
    if (open.some(({ index }) => doubtful.has(index)))
      await (this.observe.pause ?? pauseFor)(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    const wanted = open.map((one) => ({ streamName: one.record.streamName, streamIsNew: false }));
    return this.heads.load(wanted, projected).then(
      () => true,
      () => false,
    );
  }

  /** `undefined` stands for a record that a retry found in its stream. */
  private async appendOnce(open: readonly Attempt[]): Promise<(AppendOutcome | undefined)[]> {
    const outcomes = new Array<AppendOutcome | undefined>(open.length);
    const appends: StreamAppend[] = [];
    const places: number[] = [];
    const heads: Head[] = [];
    open.forEach(({ record: { streamName, events }, entry }, place) => {
      if (entry.found !== undefined) return;
      const head = this.heads.headOf(streamName);
      places.push(place);
      heads.push(head);
      appends.push({ streamName, expectedRevision: reserve(head, events.length), events });
    });
    const started = performance.now();
    const done = appends.length === 0 ? [] : await this.store.appendMany(appends);
    if (appends.length > 0) this.observe.onAppended?.((performance.now() - started) / 1_000);
    places.forEach((place, n) => {
      const outcome = done[n];
      outcomes[place] = outcome;
      if (outcome?.ok === true) release(heads[n] as Head);
      else this.heads.forget(appends[n]?.streamName ?? '');
    });
    return outcomes;
  }

  private settle(one: Attempt, outcome: ({ readonly ok: true } & Settled) | undefined): AppendAnswer {
    const { found } = one.entry;
    if (outcome !== undefined) {
      one.entry.settle(outcome);
      return { kind: 'recorded', revision: outcome.revision, position: outcome.position };
    }
    if (found === undefined) return this.giveUp(one, { kind: 'unknown' });
    if (found.fingerprint !== one.record.fingerprint) {
      this.giveUp(one, { kind: 'contentDiffers' });
      this.recent.foundInLog(one.recordId, found);
      return { kind: 'contentDiffers' };
    }
    one.entry.settle(found);
    return { kind: 'recorded', revision: found.revision, position: found.position };
  }

  private giveUp(one: Attempt, answer: AppendAnswer): AppendAnswer {
    this.recent.abandon(one.recordId, one.entry);
    return answer;
  }
}

function failureOf({ index }: Attempt, code: string, doubtful: ReadonlySet<number>): AppendAnswer {
  return doubtful.has(index) ? { kind: 'unknown' } : { kind: 'failed', code };
}

async function answerOfKnown(known: RecentRecord, record: PreparedRecord): Promise<AppendAnswer> {
  if (known.fingerprint !== record.fingerprint) return { kind: 'contentDiffers' };
  const settled = await known.settled();
  if (settled === undefined) return { kind: 'unknown' };
  return { kind: 'replayed', revision: settled.revision, position: settled.position };
}

function recordIdOf({ events }: PreparedRecord): string {
  const last = events.at(-1);
  if (last === undefined) throw new Error('A record has an event.');
  return last.id;
}
