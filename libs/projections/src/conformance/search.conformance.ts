import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import type { StoredData } from '#libs/domain';
import type { RecordQuery } from '../queries/record-search.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { allOf, matches } from './oracle.ts';
import { randomFilters } from './random-filters.ts';
import { SEED, SUBJECTS, randomLog, randomNumbers } from './random-log.ts';
import type { Current } from './read-models-under-test.ts';

const ANN = uuid(11);
const BEN = uuid(12);

export function describeSearch(current: Current): void {
  describe('search', () => {
    const search = async (query: RecordQuery) =>
      (await current().queries.search.page(query)).entries.map((entry) => entry.position);
    const controllerOf = (event: RecordedEvent) => (event.data as unknown as StoredData).controllerId ?? '';

    it('shows the controllers allowed, and none to whom none is', async () => {
      const { log } = current();
      const one = log.collected(ANN, { controllerId: CLEX });
      const two = log.collected(BEN, { controllerId: KAADAS });
      await current().project();

      expect(await search({ controllers: [CLEX] })).toEqual([one.position]);
      expect(await search({ controllers: [KAADAS, CLEX, CLEX] })).toEqual([two.position, one.position]);
      expect(await search({ controllers: [] })).toEqual([]);
      expect(await search({ controllers: ['kaayee'] })).toEqual([]);
    });

    it('finds one person within the controllers allowed, merges followed', async () => {
      const { log } = current();
      const ofAnn = log.collected(ANN);
      const ofBen = log.collected(BEN);
      const elsewhere = log.collected(ANN, { controllerId: KAADAS });
      await current().project();
      expect(await search({ controllers: [CLEX], subjectId: ANN })).toEqual([ofAnn.position]);
      expect(await search({ controllers: [CLEX, KAADAS], subjectId: ANN, order: 'oldestFirst' })).toEqual([
        ofAnn.position,
        elsewhere.position,
      ]);

      log.merged(BEN, ANN);
      await current().project();
      const filters = { families: ['processing'] as const };
      expect(await search({ controllers: [CLEX], subjectId: ANN, filters })).toEqual([ofBen.position, ofAnn.position]);
    });

    it('finds by every filter what the filter says, in pages of any size', async () => {
      randomLog(current(), 200);
      await current().project();
      const { events } = current().store;
      const random = randomNumbers(SEED);
      for (let round = 0; round < 100; round += 1) {
        const controllers = [[CLEX], [KAADAS], [CLEX, KAADAS]][random(3)] ?? [];
        const filters = randomFilters(random, events.length);
        const order = random(2) === 0 ? ('newestFirst' as const) : ('oldestFirst' as const);
        const query = { controllers, filters, order, limit: 1 + random(40) };
        const found: number[] = [];
        let cursor: string | undefined;
        do {
          const page = await current().queries.search.page({ ...query, ...(cursor === undefined ? {} : { cursor }) });
          expect(page.entries.length).toBeLessThanOrEqual(query.limit);
          found.push(...page.entries.map((entry) => entry.position));
          cursor = page.nextCursor;
        } while (cursor !== undefined);

        const expected = events
          .filter((event) => controllers.includes(controllerOf(event)) && matches(event, filters))
          .map((event) => event.position);
        expect({ seed: SEED, query, found }).toEqual({
          seed: SEED,
          query,
          found: order === 'oldestFirst' ? expected : expected.reverse(),
        });
      }
    });

    it('hands all records out one by one for an export', async () => {
      for (let n = 0; n < 1_203; n += 1) current().log.collected(SUBJECTS[n % SUBJECTS.length] ?? ANN);
      await current().project();
      const entries = await allOf(current().queries.search.entries({ controllers: [CLEX], order: 'oldestFirst' }));
      expect(entries.map((entry) => entry.position)).toEqual(current().store.events.map((event) => event.position));
    });

    it('pages through what the first page saw', async () => {
      for (let n = 0; n < 4; n += 1) current().log.collected(ANN);
      await current().project();
      const query = { controllers: [CLEX], order: 'oldestFirst', limit: 2 } as const;
      const first = await current().queries.search.page(query);
      current().log.collected(ANN);
      await current().project();
      const second = await current().queries.search.page({ ...query, cursor: first.nextCursor ?? '' });

      expect(second.entries).toHaveLength(2);
      expect(second.nextCursor).toBeUndefined();
      await expect(
        current().queries.search.page({ ...query, controllers: [KAADAS], cursor: first.nextCursor ?? '' }),
      ).rejects.toMatchObject({ code: 'invalidCursor' });
    });
  });
}
