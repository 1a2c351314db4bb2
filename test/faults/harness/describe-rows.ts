import { describe, expect, it } from '@jest/globals';
import { testSeed } from '../../support/seeded-random.ts';
import type { FaultRow } from './fault-row.ts';
import { tryRow } from './try-row.ts';

/** The slowest row in its short form, on a busy machine, in milliseconds. */
const ROW_TIMEOUT_MS = 240_000;

/** The short form of rows as tests; `PDL_TEST_SEED` replays. To be awaited at the top of a spec. */
export async function describeRows(rows: readonly FaultRow[]): Promise<void> {
  for (const row of rows) {
    const reason = await row.refusal?.();
    if (reason !== undefined) {
      describe.skip(`faults: ${row.name}, not tried: ${reason}`, () => {
        it(row.promise, () => undefined);
      });
      continue;
    }
    const seed = testSeed(row.name);
    const rounds = row.rounds.short;
    describe(`faults: ${row.name} (${rounds} rounds, seed ${seed})`, () => {
      it(
        row.promise,
        async () => {
          const { result, detail } = await tryRow(row, { seed, rounds, form: 'short' });
          expect([result, result === 'passed' ? '' : detail]).toEqual(['passed', '']);
        },
        ROW_TIMEOUT_MS,
      );
    });
  }
}
