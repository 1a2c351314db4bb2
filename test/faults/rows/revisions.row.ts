import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { EmbeddedEventStore, type AppendOutcome, type ExpectedRevision } from '#libs/event-store';
import { newDataDir } from '../../support/ledger-process.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import type { FaultRow, Round, Trial } from '../harness/fault-row.ts';

/** 5! orders can still be tried one by one, thousands of times. */
const WRITER_COUNT = 5;

/** One append as its writer saw it. */
interface Operation {
  readonly expected: ExpectedRevision;
  readonly count: number;
  readonly outcome: AppendOutcome;
  /** Places in time of the call and of its answer. */
  readonly called: number;
  readonly answered: number;
}

class RevisionsTrial implements Trial {
  readonly #directory: string;
  readonly #store: EmbeddedEventStore;
  #won = 0;

  constructor(directory: string, store: EmbeddedEventStore) {
    this.#directory = directory;
    this.#store = store;
  }

  async round({ random, seed }: Round): Promise<string> {
    await this.#race(random, `race-${seed}`);
    const operations = await this.#history(random, `history-${seed}`);
    assert.ok(isExplained(operations, -1), `no order explains ${JSON.stringify(operations)}`);
    return `${this.#won} races, one winner each`;
  }

  async end(): Promise<void> {
    await this.#store.close();
    rmSync(this.#directory, { recursive: true });
  }

  /** All expect the same revision: one wins, and the others learn the current one. */
  async #race(random: SeededRandom, streamName: string): Promise<void> {
    const before = random.below(3);
    if (before > 0) await this.#append(random, streamName, { expected: 'noStream', count: before });
    const expected = before === 0 ? ('noStream' as const) : before - 1;
    const racing = Array.from({ length: WRITER_COUNT }, () => this.#append(random, streamName, { expected, count: 1 }));
    const outcomes = await Promise.all(racing);
    const won = outcomes.filter(({ ok }) => ok);
    const lost = outcomes.filter((outcome) => !outcome.ok);
    assert.deepEqual(
      won.map((outcome) => outcome.ok && outcome.revision),
      [before],
    );
    for (const { error } of lost) {
      assert.deepEqual([error.code, error.actualRevision], ['wrongExpectedRevision', before]);
    }
    this.#won += 1;
  }

  /** Different expectations at overlapping times: a small history that some order of single steps must explain. */
  async #history(random: SeededRandom, streamName: string): Promise<readonly Operation[]> {
    let time = 0;
    const write = async (): Promise<Operation> => {
      for (let turns = random.below(3); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      const expected = random.pick(['any', 'noStream', 'streamExists', 0, 1, 2] as const);
      const count = 1 + random.below(2);
      const called = ++time;
      const outcome = await this.#append(random, streamName, { expected, count });
      return { expected, count, outcome, called, answered: ++time };
    };
    return Promise.all(Array.from({ length: WRITER_COUNT }, write));
  }

  async #append(
    random: SeededRandom,
    streamName: string,
    { expected, count }: { readonly expected: ExpectedRevision; readonly count: number },
  ): Promise<AppendOutcome> {
    const events = Array.from({ length: count }, () => ({ id: random.uuid(), type: 'Raced', data: {}, metadata: {} }));
    const [outcome] = await this.#store.appendMany([{ streamName, expectedRevision: expected, events }]);
    return outcome ?? assert.fail('no outcome');
  }
}

/** Whether the operations can be put in an order, none before one that was answered before it was called, that explains all answers. */
function isExplained(left: readonly Operation[], revision: number): boolean {
  if (left.length === 0) return true;
  const firstAnswer = Math.min(...left.map(({ answered }) => answered));
  return left.some((next) => {
    if (next.called > firstAnswer) return false;
    const after = stepped(next, revision);
    return (
      after !== undefined &&
      isExplained(
        left.filter((one) => one !== next),
        after,
      )
    );
  });
}

/** The revision after the operation, if at this one it is answered as it was. */
function stepped({ expected, count, outcome }: Operation, revision: number): number | undefined {
  const exists = revision >= 0;
  const meets =
    expected === 'any' ||
    (expected === 'noStream' && !exists) ||
    (expected === 'streamExists' && exists) ||
    expected === revision;
  if (outcome.ok) return meets && outcome.revision === revision + count ? revision + count : undefined;
  if (meets || outcome.error.code !== 'wrongExpectedRevision') return undefined;
  return outcome.error.actualRevision === (exists ? revision : 'noStream') ? revision : undefined;
}

export const revisionsRow: FaultRow = {
  name: 'revisions',
  promise:
    'many expect one revision: exactly one wins, the losers learn the current one; histories checked by brute force',
  rounds: { long: 3_000, short: 200 },
  begin: async () => {
    const directory = newDataDir();
    return new RevisionsTrial(directory, await EmbeddedEventStore.open({ directory }));
  },
};
