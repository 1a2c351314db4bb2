import { describe, expect, it } from '@jest/globals';
import { vocabularyFrom } from '#libs/domain';
import type { StoredFields } from '#libs/domain';
import type { ConsentQuery } from '../queries/consent-search.ts';
import { COMMIT_INTERVAL_MS, FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { DAY_MS, FIRST_DAY } from './random-log.ts';
import type { Current } from './read-models-under-test.ts';

const [ANN, BEN] = [uuid(11), uuid(12)] as const;
const vocabulary = vocabularyFrom([]);
const day = (n: number) => FIRST_DAY + n * DAY_MS;
const at = (n: number) => new Date(day(n)).toISOString();
const commit = (n: number) => FIRST_COMMIT + n * COMMIT_INTERVAL_MS;
const marketing = { purposes: ['dpv:Marketing'], categories: ['pd:Name', 'pd:Email'] };

export function describeConsents(current: Current): void {
  const given = (subjectId: string, n: number, fields: StoredFields = {}, controllerId = CLEX) =>
    current().log.report(subjectId, {
      type: 'ConsentGiven',
      controllerId,
      occurredAt: at(n),
      fields: { scope: marketing, form: 'express', givenBy: 'subject', ...fields },
    });
  const withdrawn = (subjectId: string, n: number, fields: StoredFields = {}) =>
    current().log.report(subjectId, {
      type: 'ConsentWithdrawn',
      occurredAt: at(n),
      fields: { withdrawnBy: 'subject', ...fields },
    });
  const page = (query: Partial<ConsentQuery> = {}) =>
    current().queries.consents.page(
      { controllers: [CLEX, KAADAS], order: 'oldestFirst', ...query },
      { now: day(99), vocabulary },
    );
  const standings = async (query: Partial<ConsentQuery> = {}) =>
    (await page(query)).entries.map(({ id, standing, until }) => [id, standing, until]);

  describe('consents', () => {
    it('says what was consented to, by whom, in which form, and what became of it', async () => {
      const consent = given(ANN, 1, { expiresAt: at(30), noticeRef: uuid(70) });
      const end = withdrawn(ANN, 4, { consentRef: consent.id });
      await current().project();
      const known = {
        id: consent.id,
        at: day(1),
        form: 'express',
        givenBy: 'subject',
        scope: marketing,
        noticeRef: uuid(70),
        expiresAt: day(30),
        subjectId: ANN,
        controllerId: CLEX,
        position: consent.position,
        recordedAt: commit(0),
      };
      expect((await page()).entries).toEqual([{ ...known, standing: 'withdrawn', until: day(4), endedBy: [end.id] }]);
      const before = { ...known, standing: 'inForce', until: day(30), endedBy: [] };
      expect((await page({ asOf: day(3) })).entries).toEqual([before]);
      expect((await page({ asOf: day(5), knownAt: commit(0) })).entries).toEqual([before]);
      expect((await page({ asOf: day(0) })).entries).toEqual([]);
    });

    it('tells what is left after a withdrawal in part, after its own end, and after another of the same person', async () => {
      const first = given(ANN, 1);
      const second = given(BEN, 2, { expiresAt: at(8) });
      const third = given(BEN, 3, { form: 'separate', givenBy: 'guardian' });
      withdrawn(ANN, 5, { scope: { purposes: ['dpv:Marketing'], categories: ['pd:Email'] } });
      await current().project();
      expect(await standings({ asOf: day(9) })).toEqual([
        [first.id, 'partlyWithdrawn', undefined],
        [second.id, 'expired', day(8)],
        [third.id, 'inForce', undefined],
      ]);
      // Found to be the same person, what one withdrew holds for what the other had given before.
      current().log.merged(ANN, BEN);
      const all = withdrawn(ANN, 6);
      await current().project();
      expect(await standings({ asOf: day(9), subjectId: BEN })).toEqual([
        [first.id, 'withdrawn', day(6)],
        [second.id, 'withdrawn', day(6)],
        [third.id, 'withdrawn', day(6)],
      ]);
      expect((await page({ asOf: day(9) })).entries.map(({ endedBy }) => endedBy.at(-1))).toEqual([
        all.id,
        all.id,
        all.id,
      ]);
      expect(await standings({ asOf: day(4), standings: ['inForce'] })).toHaveLength(3);
      expect(await standings({ asOf: day(7), standings: ['inForce', 'expired'] })).toEqual([]);
      expect((await page({ forms: ['separate'] })).entries.map(({ id }) => id)).toEqual([third.id]);
      expect((await page({ givers: ['guardian'], purposes: ['dpv:Security'] })).entries).toEqual([]);
    });

    it('lists those of the companies allowed, in pages of any size, and the same however often it is delivered', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 7; n += 1) ids.push(given(n % 2 === 0 ? ANN : BEN, n, {}, n % 3 === 0 ? KAADAS : CLEX).id);
      withdrawn(ANN, 3);
      await current().project({ batchSizeMax: 2 });
      for (const order of ['oldestFirst', 'newestFirst'] as const) {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const { entries, nextCursor } = await page({ order, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
          found.push(...entries.map(({ id }) => id));
          cursor = nextCursor;
        } while (cursor !== undefined);
        expect(found).toEqual(order === 'oldestFirst' ? ids : ids.toReversed());
      }
      expect((await page({ controllers: [KAADAS] })).entries.map(({ id }) => id)).toEqual([ids[0], ids[3], ids[6]]);
      expect((await page({ controllers: [] })).entries).toEqual([]);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });
  });
}
