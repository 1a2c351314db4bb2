import { describe, expect, it } from '@jest/globals';
import { heldFrom, holdingEndsForAll, holdingMarksOf } from '#libs/domain';
import type { HeldInterval, PlacedMark, StoredData } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { BatchProjection } from '../batch-projection.ts';
import { ledgerProjections } from '../ledger-projections.ts';
import type { HeldEntry, HoldingsQuery } from '../queries/subject-holdings.ts';
import type { HeldSubjectsQuery } from '../queries/held-subjects.ts';
import { COMMIT_INTERVAL_MS, FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { DATASETS, HELD, randomHoldings } from './random-holdings.ts';
import { DAY_MS, FIRST_DAY, RECIPIENTS, SEED, SUBJECTS, randomNumbers } from './random-log.ts';
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
      fields: { recipient, recipientKind: 'payment', purposes: ['dpv:Payment'], categories, identifiability: 'identified' },
    });
  const deleted = (subjectId: string, at: number, categories: readonly string[] = ['pd:Name']) =>
    current().log.report(subjectId, { type: 'PersonalDataDeleted', ...on(at), fields: { categories, method: 'erasure' } });
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
        { ...atClex, categories: ['pd:Email', 'pd:Name'], until: undefined, untilRecord: undefined, knownFrom: commit(0), knownTo: commit(2) },
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
      expect((await held({ holder: 'others' })).map(({ until, untilRecord, knownFrom }) => [until, untilRecord?.type, knownFrom])).toEqual([
        [day(5), 'RecipientAccessRevoked', commit(5)],
      ]);
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
      await expect(holdings.page({ subjectId: BEN, limit: 1, cursor })).rejects.toMatchObject({ code: 'invalidCursor' });
    });
  });

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
          const entries = await held({ subjectId, knownAt: commit(n), limit: 1_000 });
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
        projections: ledgerProjections(),
        attemptsMax: 1,
      }).apply(events.slice(-60), events.at(-1)?.position ?? -1);
      expect(await current().dump()).toEqual(before);
      expect(before).toEqual(await current().dumpOfRebuild());
    });

    it('keeps nothing in memory of a batch that failed', async () => {
      randomHoldings(current(), 100);
      const { events } = current().store;
      const projections = ledgerProjections();
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
      for (const [from, to] of [[0, 30], [30, 50], [50, 100]] as const) {
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
