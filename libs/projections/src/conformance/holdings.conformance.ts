import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import type { HoldingsQuery } from '../queries/subject-holdings.ts';
import type { HeldSubjectsQuery } from '../queries/held-subjects.ts';
import { COMMIT_INTERVAL_MS, FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { DAY_MS, FIRST_DAY } from './random-log.ts';
import type { Current } from './read-models-under-test.ts';

const [ANN, BEN, CID] = [uuid(11), uuid(12), uuid(13)] as const;
const day = (n: number) => FIRST_DAY + n * DAY_MS;
const on = (n: number) => ({ occurredAt: new Date(day(n)).toISOString() });
/** When the nth event of the log was committed. */
const commit = (n: number) => FIRST_COMMIT + n * COMMIT_INTERVAL_MS;

export function describeHoldings(current: Current): void {
  const held = async (query: Partial<HoldingsQuery> = {}) =>
    (await current().queries.holdings.page({ subjectId: ANN, ...query })).entries;
  const whose = async (query: Partial<HeldSubjectsQuery> = {}) =>
    (await current().queries.heldSubjects.page({ controllerId: CLEX, from: day(0), to: day(99), ...query })).entries;
  const collected = (subjectId: string, at: number, categories: readonly string[] = ['pd:Name']) =>
    current().log.collected(subjectId, { ...on(at), categories });
  const shared = (subjectId: string, at: number, recipient = 'alipay', categories: readonly string[] = ['pd:Name']) =>
    current().log.report(subjectId, {
      type: 'PersonalDataShared',
      ...on(at),
      fields: {
        recipient,
        recipientKind: 'payment',
        purposes: ['dpv:Payment'],
        categories,
        identifiability: 'identified',
      },
    });
  const deleted = (subjectId: string, at: number, categories: readonly string[] = ['pd:Name']) =>
    current().log.report(subjectId, {
      type: 'PersonalDataDeleted',
      ...on(at),
      fields: { categories, method: 'erasure' },
    });
  const revoked = (recipient: string, at: number, includesPastData: boolean) =>
    current().log.write(`dataController-${CLEX}`, {
      type: 'RecipientAccessRevoked',
      controllerId: CLEX,
      ...on(at),
      fields: { recipient, includesPastData, cause: 'agreementEnded' },
    });

  describe('holdings', () => {
    it('says what is held where, on what ground, since when and by which records', async () => {
      const first = collected(ANN, 1, ['pd:Name', 'pd:Email']);
      const handedOver = shared(ANN, 3);
      const gone = deleted(ANN, 5, ['pd:Email']);
      await current().project();

      const ofRecord = ({ id, type }: RecordedEvent, n: number) => ({ id, type, recordedAt: commit(n) });
      const atClex = {
        holder: { kind: 'controller', id: CLEX },
        identifiability: 'identified',
        basis: { purposes: ['dpv:ServiceProvision'], legalBasis: 'eu-gdpr:A6-1-b' },
        subjectId: ANN,
        controllerId: CLEX,
        since: day(1),
        sinceRecord: ofRecord(first, 0),
        knownFrom: commit(2),
        knownTo: undefined,
      };
      expect(await held()).toEqual([
        { ...atClex, categories: ['pd:Email'], until: day(5), untilRecord: ofRecord(gone, 2) },
        { ...atClex, categories: ['pd:Name'], until: undefined, untilRecord: undefined },
        {
          ...atClex,
          holder: { kind: 'recipient', id: 'alipay' },
          categories: ['pd:Name'],
          basis: { purposes: ['dpv:Payment'] },
          since: day(3),
          sinceRecord: ofRecord(handedOver, 1),
          until: undefined,
          untilRecord: undefined,
          knownFrom: commit(1),
        },
      ]);
      // Before the ledger knew of the deletion, it was all one.
      expect(await held({ knownAt: commit(1), holder: 'controller' })).toEqual([
        {
          ...atClex,
          categories: ['pd:Email', 'pd:Name'],
          until: undefined,
          untilRecord: undefined,
          knownFrom: commit(0),
          knownTo: commit(2),
        },
      ]);
    });

    it('writes nothing for what is known already, and goes on where it came in again', async () => {
      collected(ANN, 1);
      await current().project();
      const before = await current().dump();
      for (const at of [2, 3, 4]) collected(ANN, at);
      await current().project();
      expect((await current().dump())['holdings']).toEqual(before['holdings']);

      // Told late: what was known already had been more than it seemed.
      deleted(ANN, 2.5);
      await current().project();
      expect((await held()).map(({ since, until }) => [since, until])).toEqual([
        [day(1), day(2.5)],
        [day(3), undefined],
      ]);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });

    it('ends for everybody what a recipient loses as a whole, but not what it was given after that', async () => {
      shared(ANN, 1);
      shared(BEN, 1);
      shared(BEN, 6);
      shared(CID, 1, 'autonavi');
      revoked('alipay', 5, false);
      await current().project();
      const at = (n: number, extra: Partial<HeldSubjectsQuery> = {}) =>
        whose({ recipients: ['alipay'], from: day(n), to: day(n), ...extra });
      const ids = (found: readonly { readonly subjectId: string }[]) => found.map(({ subjectId }) => subjectId);
      // It got nothing more, and still had what it had.
      expect(ids(await at(5))).toEqual([ANN, BEN]);

      revoked('alipay', 5, true);
      await current().project();
      expect(ids(await at(4))).toEqual([ANN, BEN]);
      expect(ids(await at(5))).toEqual([]);
      expect(ids(await at(6))).toEqual([BEN]);
      expect(ids(await at(6, { knownAt: commit(4) }))).toEqual([ANN, BEN]);
      expect(
        (await held({ holder: 'others' })).map(({ until, untilRecord, knownFrom }) => [
          until,
          untilRecord?.type,
          knownFrom,
        ]),
      ).toEqual([[day(5), 'RecipientAccessRevoked', commit(5)]]);
      shared(ANN, 8);
      await current().project();
      expect(ids(await at(8))).toEqual([ANN, BEN]);
      expect(ids(await at(7))).toEqual([BEN]);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });

    it('finds whose data was held in a time, by category, data set and recipient, in pages of any size', async () => {
      collected(ANN, 1, ['pd:Name', 'pd:Email']);
      deleted(ANN, 4);
      collected(BEN, 3);
      collected(CID, 2, ['pd:Location']);
      current().log.collected(uuid(14), { ...on(1), controllerId: KAADAS });
      await current().project();
      const between = async (from: number, to: number, extra: Partial<HeldSubjectsQuery> = {}) =>
        (await whose({ from: day(from), to: day(to), ...extra })).map(({ subjectId, categories, since, until }) => [
          subjectId,
          categories,
          since,
          until,
        ]);
      const name = { categories: ['pd:Name'] };
      expect(await between(0, 0.9, name)).toEqual([]);
      expect(await between(1, 2, name)).toEqual([[ANN, ['pd:Name'], day(1), day(4)]]);
      expect(await between(3.5, 9, name)).toEqual([
        [ANN, ['pd:Name'], day(1), day(4)],
        [BEN, ['pd:Name'], day(3), undefined],
      ]);
      // The end itself is not part of it.
      expect(await between(4, 9, name)).toEqual([[BEN, ['pd:Name'], day(3), undefined]]);
      expect(await between(4, 9)).toEqual([
        [ANN, ['pd:Email'], day(1), undefined],
        [BEN, ['pd:Name'], day(3), undefined],
        [CID, ['pd:Location'], day(2), undefined],
      ]);
      expect(await between(4, 9, { datasets: ['crm'] })).toEqual([]);
      expect(await between(4, 9, { recipients: ['alipay'] })).toEqual([]);
    });

    it('tells who is the same person, and follows that for one', async () => {
      collected(ANN, 1);
      collected(BEN, 2, ['pd:Email']);
      current().log.merged(BEN, ANN);
      await current().project();
      expect((await whose()).map(({ subjectId, survivorId }) => [subjectId, survivorId])).toEqual([
        [ANN, ANN],
        [BEN, ANN],
      ]);
      expect((await held()).map(({ subjectId, categories }) => [subjectId, categories])).toEqual([
        [ANN, ['pd:Name']],
        [BEN, ['pd:Email']],
      ]);
    });

    it('pages through what the first page saw, and refuses the cursor of another query', async () => {
      collected(ANN, 1);
      collected(BEN, 1);
      shared(ANN, 2, 'sf-express');
      await current().project();
      const { holdings, heldSubjects } = current().queries;
      const first = await holdings.page({ subjectId: ANN, limit: 1 });
      const people = await heldSubjects.page({ controllerId: CLEX, from: day(1), to: day(1), limit: 1 });
      deleted(ANN, 1.5);
      deleted(BEN, 1);
      await current().project();
      const cursor = first.nextCursor ?? '';
      const second = await holdings.page({ subjectId: ANN, limit: 1, cursor });
      const seen = [...first.entries, ...second.entries].map(({ holder, until }) => [holder.id, until]);
      expect(seen).toEqual([
        [CLEX, undefined],
        ['sf-express', undefined],
      ]);
      expect(second.nextCursor).toBeUndefined();
      const rest = await heldSubjects.page({
        controllerId: CLEX,
        from: day(1),
        to: day(1),
        limit: 1,
        cursor: people.nextCursor ?? '',
      });
      expect([...people.entries, ...rest.entries].map(({ subjectId }) => subjectId)).toEqual([ANN, BEN]);
      await expect(holdings.page({ subjectId: BEN, limit: 1, cursor })).rejects.toMatchObject({
        code: 'invalidCursor',
      });
    });
  });
}
