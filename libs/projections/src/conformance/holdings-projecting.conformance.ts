import { describe, expect, it } from '@jest/globals';
import { heldFrom, holdingEndsForAll, holdingMarksOf } from '#libs/domain';
import type { HeldInterval, PlacedMark, StoredData } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { BatchProjection } from '../batch-projection.ts';
import { testProjections } from '../testing/clock-world.ts';
import type { HeldEntry } from '../queries/subject-holdings.ts';
import { COMMIT_INTERVAL_MS, FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS } from '../testing/ledger-events.ts';
import { DATASETS, HELD, randomHoldings } from './random-holdings.ts';
import { DAY_MS, FIRST_DAY, RECIPIENTS, SEED, SUBJECTS, randomNumbers } from './random-log.ts';
import type { Current } from './read-models-under-test.ts';

const day = (n: number) => FIRST_DAY + n * DAY_MS;
/** When the nth event of the log was committed. */
const commit = (n: number) => FIRST_COMMIT + n * COMMIT_INTERVAL_MS;

export function describeProjectingHoldings(current: Current): void {
  describe('projecting holdings', () => {
    const everything = (events: readonly RecordedEvent[], subjectId: string, upTo: number): readonly HeldInterval[] => {
      const marks: PlacedMark[] = [];
      const own = events.find(({ data }) => (data as unknown as StoredData).subjectId === subjectId);
      const company = (own?.data as unknown as StoredData | undefined)?.controllerId;
      for (const { type, data, position } of events) {
        const { fields, subjectId: of, controllerId = '', occurredAt } = data as unknown as StoredData;
        if (position > upTo || controllerId !== company) continue;
        const said = of === undefined ? holdingEndsForAll(type, fields) : holdingMarksOf(type, fields, controllerId);
        if (of !== undefined && of !== subjectId) continue;
        for (const mark of said) marks.push({ mark, at: Date.parse(occurredAt), position });
      }
      return heldFrom(marks);
    };
    const lines = (holdings: readonly (Omit<HeldInterval, 'fromPosition'> | HeldEntry)[]): readonly string[] =>
      holdings
        .flatMap((one) => {
          const { holder, categories, dataset, identifiability, basis } = one;
          const [from, to] = 'since' in one ? [one.since, one.until] : [one.from, one.to];
          return categories.map((category) =>
            JSON.stringify([holder.kind, holder.id, category, dataset, identifiability, basis.purposes, from, to]),
          );
        })
        .sort();

    it('knows at any time what all records until then come to, whatever order they came in', async () => {
      randomHoldings(current(), 160);
      await current().project({ batchSizeMax: 40 });
      const { events } = current().store;
      for (const subjectId of SUBJECTS) {
        for (const n of [10, 40, 90, 159]) {
          const { entries } = await current().queries.holdings.page({ subjectId, knownAt: commit(n), limit: 1_000 });
          expect([SEED, n, lines(entries)]).toEqual([
            SEED,
            n,
            lines(everything(events, subjectId, events[n]?.position ?? 0)),
          ]);
        }
      }
    });

    it('finds by any question whom a plain reading finds', async () => {
      randomHoldings(current(), 160);
      await current().project();
      const { events } = current().store;
      const random = randomNumbers(SEED);
      const one = <T>(from: readonly T[]): T => from[random(from.length)] as T;
      for (let n = 0; n < 40; n += 1) {
        const known = random(events.length);
        const from = day(random(10));
        const query = {
          controllerId: one([CLEX, KAADAS]),
          from,
          to: from + random(3) * DAY_MS,
          knownAt: commit(known),
          ...(random(2) === 0 ? { recipients: [one(RECIPIENTS)] } : {}),
          ...(random(2) === 0 ? { categories: [one(HELD)] } : {}),
          ...(random(4) === 0 ? { datasets: [one(DATASETS)] } : {}),
        };
        const expected = SUBJECTS.filter((subjectId) =>
          everything(events, subjectId, events[known]?.position ?? 0).some(
            (one) =>
              companyOf(subjectId) === query.controllerId &&
              (query.recipients === undefined
                ? one.holder.kind === 'controller'
                : one.holder.kind === 'recipient' && query.recipients.includes(one.holder.id)) &&
              (query.categories === undefined || one.categories.some((c) => query.categories?.includes(c))) &&
              (query.datasets === undefined || query.datasets.includes(one.dataset ?? '')) &&
              one.from <= query.to &&
              (one.to === undefined || one.to > query.from),
          ),
        );
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await current().queries.heldSubjects.page({
            ...query,
            limit: 2,
            ...(cursor === undefined ? {} : { cursor }),
          });
          found.push(...page.entries.map(({ subjectId }) => subjectId));
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect([SEED, n, found]).toEqual([SEED, n, expected]);
      }
    });
    const companyOf = (subjectId: string) => (SUBJECTS.indexOf(subjectId) % 2 === 0 ? CLEX : KAADAS);

    it('makes the same rows whatever the batches, when delivered again, and in a rebuild', async () => {
      randomHoldings(current(), 120);
      await current().project({ batchSizeMax: 1 });
      randomHoldings(current(), 120);
      await current().project({ batchSizeMax: 50 });
      const before = await current().dump();
      const { events } = current().store;
      await new BatchProjection({
        database: current().writer,
        projections: testProjections(),
        attemptsMax: 1,
      }).apply(events.slice(-60), events.at(-1)?.position ?? -1);
      expect(await current().dump()).toEqual(before);
      expect(before).toEqual(await current().dumpOfRebuild());
    });

    it('keeps nothing in memory of a batch that failed', async () => {
      randomHoldings(current(), 100);
      const { events } = current().store;
      const projections = testProjections();
      const failure = new Error('A later projection failed.');
      let fails = true;
      const failing = {
        name: 'failing',
        version: 1,
        createTables: () => Promise.resolve(),
        project: () => (fails ? Promise.reject(failure) : Promise.resolve()),
      };
      const apply = (from: number, to: number) =>
        current().writer.transaction(async (tx) => {
          for (const projection of [...projections, failing]) await projection.project(events.slice(from, to), tx);
        });
      await expect(apply(0, 60)).rejects.toBe(failure);
      fails = false;
      for (const [from, to] of [
        [0, 30],
        [30, 50],
        [50, 100],
      ] as const) {
        await apply(from, to);
        fails = true;
        if (to < 100) await expect(apply(to, to + 20)).rejects.toBe(failure);
        fails = false;
      }
      const { projection_progress: _mine, ...rows } = await current().dump();
      const { projection_progress: _theirs, ...rebuilt } = await current().dumpOfRebuild();
      expect(rows).toEqual(rebuilt);
    });
  });
}
