import { EventStoreError } from '../event-store.ts';
import type { AppendOutcome, StreamAppend } from '../event-store.ts';

interface Settled {
  readonly outcome: AppendOutcome;
  /** The revision that the last successful one of a row of appends left, if any was. */
  readonly left: number | undefined;
}

interface UnderWay {
  readonly append: StreamAppend;
  readonly settled: Promise<Settled>;
}

interface Turn {
  /** It is not the first to its stream in its call. */
  readonly isSameCall: boolean;
  readonly send: () => Promise<AppendOutcome>;
  /** Resolves when all appends of its call are settled and whoever called knows what became of them. */
  readonly callerKnows: Promise<void>;
}

/**
 * Appends that build on one another, each expecting the revision that the one before will leave, go one after the other,
 * whichever calls they come from, and fail with the first that fails, unless what they
 * expect is what one of them left. Sent all the same, one could meet its revision by
 * chance, left there by another process, and append what that process has just appended: the server compares ids only
 * where the expected revision is behind. A failure is remembered until its caller knows of it: a call that waits for other streams
 * has not told it yet, and what is appended meanwhile may build on what never was.
 */
export class StreamOrder {
  readonly #last = new Map<string, UnderWay>();

  run(append: StreamAppend, { isSameCall, send, callerKnows }: Turn): Promise<AppendOutcome> {
    const { streamName } = append;
    const last = this.#last.get(streamName);
    const next = last !== undefined && buildsOn(append, last.append) ? sendAfter : sendIfKnown;
    const settled =
      last !== undefined && (isSameCall || next === sendAfter)
        ? last.settled.then((earlier) => settle(next(earlier, append, send), earlier.left))
        : settle(send(), undefined);
    const underWay = { append, settled };
    this.#last.set(streamName, underWay);
    void callerKnows.then(() => {
      if (this.#last.get(streamName) === underWay) this.#last.delete(streamName);
    });
    return settled.then(({ outcome }) => outcome);
  }
}

async function settle(sent: Promise<AppendOutcome>, left: number | undefined): Promise<Settled> {
  const outcome = await sent;
  return { outcome, left: outcome.ok ? outcome.revision : left };
}

async function sendAfter({ outcome, left }: Settled, append: StreamAppend, send: Turn['send']): Promise<AppendOutcome> {
  if (outcome.ok) return send();
  const { error } = outcome;
  if (error.code === 'wrongExpectedRevision' && append.expectedRevision === left) return send();
  return { ok: false, error: fallenWith(error) };
}

/** What follows in the same call is sent only when it is known how the stream stands. */
async function sendIfKnown({ outcome }: Settled, _append: StreamAppend, send: Turn['send']): Promise<AppendOutcome> {
  const codes = ['wrongExpectedRevision', 'appendTooLarge'];
  return outcome.ok || codes.includes(outcome.error.code) ? send() : { ok: false, error: notSent() };
}

function buildsOn({ expectedRevision }: StreamAppend, before: StreamAppend): boolean {
  const from = before.expectedRevision === 'noStream' ? -1 : before.expectedRevision;
  return typeof from === 'number' && expectedRevision === from + before.events.length;
}

function fallenWith(error: EventStoreError): EventStoreError {
  if (error.code !== 'wrongExpectedRevision') return notSent();
  const { actualRevision } = error;
  const message = 'Not sent, because an append that it builds on met a stream that is not at the expected revision';
  return new EventStoreError('wrongExpectedRevision', message, actualRevision === undefined ? {} : { actualRevision });
}

function notSent(): EventStoreError {
  const message = 'Not sent, because an append before it to the same stream failed or has an unknown outcome';
  return new EventStoreError('unavailable', message);
}
