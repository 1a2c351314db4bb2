import { describe, expect, it } from '@jest/globals';
import type { RecordEntry } from '../queries/record-entry.ts';
import type { HistoryQuery } from '../queries/subject-history.ts';
import { CLEX, uuid } from '../testing/ledger-events.ts';
import { allOf, matches } from './oracle.ts';
import { SEED, SUBJECTS, randomLog, randomNumbers } from './random-log.ts';
import { randomFilters } from './random-filters.ts';
import type { Current } from './read-models-under-test.ts';

const ANN = uuid(11);
const BEN = uuid(12);

export function describeHistory(current: Current): void {
  describe('history of a subject', () => {
    const history = async (query: HistoryQuery) => (await current().queries.history.page(query)).entries;
    const positions = (entries: readonly RecordEntry[]) => entries.map((entry) => entry.position);

    it('is empty while nothing is projected, and for an unknown subject', async () => {
      expect(await current().queries.history.page({ subjectId: ANN })).toEqual({
        entries: [],
        nextCursor: undefined,
        head: undefined,
      });
      const { position } = current().log.collected(ANN);
      await current().project();
      expect(await current().queries.history.page({ subjectId: BEN })).toEqual({
        entries: [],
        nextCursor: undefined,
        head: position,
      });
    });

    it('tells what was recorded, without the ciphertexts', async () => {
      const event = current().log.report(ANN, {
        id: uuid(70),
        type: 'PersonalDataShared',
        occurredAt: '2025-06-01T12:00:00+08:00',
        fields: { recipient: 'alipay', categories: ['pd:Name'] },
        sealed: { statements: 'c2VhbGVk', 'details/pd:Name': 'c2VhbGVk' },
      });
      await current().project();

      const expected: RecordEntry = {
        position: event.position,
        eventId: uuid(70),
        streamName: `dataSubject-${ANN}`,
        revision: 0,
        type: 'PersonalDataShared',
        family: 'processing',
        controllerId: CLEX,
        subjectId: ANN,
        occurredAt: Date.parse('2025-06-01T04:00:00Z'),
        recordedAt: Date.parse(event.recordedAt),
        actorId: uuid(1),
        recordedBy: uuid(3),
        correlationId: uuid(2),
        policyVersion: 'v3',
        data: {
          schemaVersion: 1,
          occurredAt: '2025-06-01T12:00:00+08:00',
          actorId: uuid(1),
          policyVersion: 'v3',
          controllerId: CLEX,
          subjectId: ANN,
          fields: { recipient: 'alipay', categories: ['pd:Name'] },
        },
        sealed: ['statements', 'details/pd:Name'],
      };
      expect(await history({ subjectId: ANN })).toEqual([expected]);
    });

    it('holds what was recorded and who looked, in the order of the log or against it', async () => {
      const { log } = current();
      const collected = log.collected(ANN);
      log.collected(BEN);
      const read = log.write(`access-${ANN}`, { type: 'HistoryRead', subjectId: ANN, fields: { itemCount: 1 } });
      const linked = log.report(ANN, { type: 'IdentifiersLinked', fields: { identifierCount: 1 } });
      await current().project();

      const inOrder = positions([collected, read, linked] as unknown as RecordEntry[]);
      expect(positions(await history({ subjectId: ANN, order: 'oldestFirst' }))).toEqual(inOrder);
      expect(positions(await history({ subjectId: ANN }))).toEqual([...inOrder].reverse());
    });

    it('finds by every filter what the filter says', async () => {
      randomLog(current(), 150);
      await current().project();
      const { events } = current().store;
      const random = randomNumbers(SEED);
      for (let round = 0; round < 150; round += 1) {
        const subjectId = SUBJECTS[random(SUBJECTS.length)] ?? ANN;
        const filters = randomFilters(random, events.length);
        const all = positions(await history({ subjectId, limit: 1_000, order: 'oldestFirst' }));
        const expected = events.filter((event) => all.includes(event.position) && matches(event, filters));
        const found = await history({ subjectId, filters, limit: 1_000, order: 'oldestFirst' });
        expect({ seed: SEED, filters, found: positions(found) }).toEqual({
          seed: SEED,
          filters,
          found: expected.map((event) => event.position),
        });
      }
    });

    it('is the same in pages of any size, forwards and backwards', async () => {
      randomLog(current(), 150);
      await current().project();
      const random = randomNumbers(SEED);
      for (let round = 0; round < 30; round += 1) {
        const subjectId = SUBJECTS[random(SUBJECTS.length)] ?? ANN;
        const order = random(2) === 0 ? ('newestFirst' as const) : ('oldestFirst' as const);
        const query = { subjectId, order, filters: randomFilters(random, 150), limit: 1 + random(6) };
        const paged: RecordEntry[] = [];
        let cursor: string | undefined;
        do {
          const page = await current().queries.history.page({ ...query, ...(cursor === undefined ? {} : { cursor }) });
          expect(page.entries.length).toBeLessThanOrEqual(query.limit);
          paged.push(...page.entries);
          cursor = page.nextCursor;
        } while (cursor !== undefined);

        expect(paged).toEqual(await history({ ...query, limit: 1_000 }));
        expect(paged).toEqual(await allOf(current().queries.history.entries(query)));
      }
    });

    it('pages through what the first page saw, although reading goes on writing', async () => {
      const { log } = current();
      for (let n = 0; n < 5; n += 1) log.collected(ANN);
      await current().project();
      const before = positions(await history({ subjectId: ANN, order: 'oldestFirst' }));
      for (const order of ['oldestFirst', 'newestFirst'] as const) {
        const seen: number[] = [];
        let cursor: string | undefined;
        let head: number | undefined;
        do {
          const page = await current().queries.history.page({
            subjectId: ANN,
            order,
            limit: 2,
            ...(cursor === undefined ? {} : { cursor }),
            filters: { types: ['PersonalDataCollected', 'HistoryRead'] },
          });
          head ??= page.head;
          expect(page.head).toBe(head);
          seen.push(...positions(page.entries));
          cursor = page.nextCursor;
          log.write(`access-${ANN}`, { type: 'HistoryRead', subjectId: ANN, fields: { itemCount: 2 } });
          await current().project();
        } while (cursor !== undefined);
        const known = before.length + (order === 'oldestFirst' ? 0 : 3);
        expect(seen).toHaveLength(known);
        expect(new Set(seen).size).toBe(known);
      }
    });

    it('refuses a cursor that is not of this query', async () => {
      for (let n = 0; n < 3; n += 1) current().log.collected(ANN);
      await current().project();
      const { nextCursor } = await current().queries.history.page({ subjectId: ANN, limit: 1 });
      if (nextCursor === undefined) throw new Error('There is a second page.');
      const refused = { code: 'invalidCursor' };
      const page = (query: Partial<HistoryQuery>) =>
        current().queries.history.page({ subjectId: ANN, cursor: nextCursor, limit: 1, ...query });

      expect(positions((await page({ filters: { types: [] } })).entries)).toHaveLength(1);
      await expect(page({ subjectId: BEN })).rejects.toMatchObject(refused);
      await expect(page({ order: 'oldestFirst' })).rejects.toMatchObject(refused);
      await expect(page({ filters: { types: ['PersonalDataUsed'] } })).rejects.toMatchObject(refused);
      for (const cursor of ['', 'x', '!!', 'bnVsbA', `${nextCursor}A`, 'a'.repeat(10_000)]) {
        await expect(page({ cursor })).rejects.toMatchObject(refused);
      }
    });

    it('has pages of 1 to 1,000 entries', async () => {
      current().log.collected(ANN);
      await current().project();
      for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
        await expect(history({ subjectId: ANN, limit })).rejects.toMatchObject({ code: 'invalidQuery' });
      }
    });
  });
}
