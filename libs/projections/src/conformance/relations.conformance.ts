import { describe, expect, it } from '@jest/globals';
import type { StoredFields } from '#libs/domain';
import type { RelationsQuery } from '../queries/recipient-relations.ts';
import { COMMIT_INTERVAL_MS, FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { DAY_MS, FIRST_DAY, randomLog } from './random-log.ts';
import type { Current } from './read-models-under-test.ts';

const [ANN, BEN] = [uuid(11), uuid(12)] as const;
const day = (n: number) => FIRST_DAY + n * DAY_MS;
const at = (n: number) => new Date(day(n)).toISOString();
const commit = (n: number) => FIRST_COMMIT + n * COMMIT_INTERVAL_MS;

export function describeRelations(current: Current): void {
  const shared = (subjectId: string, n: number, fields: StoredFields, controllerId = CLEX) =>
    current().log.report(subjectId, {
      type: 'PersonalDataShared',
      controllerId,
      occurredAt: at(n),
      fields: { recipient: 'alipay', recipientKind: 'payment', purposes: ['dpv:Payment'], ...fields },
    });
  const ofCompany = (type: string, n: number, fields: StoredFields, controllerId = CLEX) =>
    current().log.write(`dataController-${controllerId}`, { type, controllerId, occurredAt: at(n), fields });
  const relations = async (query: Partial<RelationsQuery> = {}) =>
    (await current().queries.relations.page({ controllerId: CLEX, ...query })).entries;

  describe('recipients of a company', () => {
    it('says what each was given, as what, since when and when last, whoever it was about', async () => {
      shared(ANN, 5, { categories: ['pd:Name', 'pd:Order'] });
      shared(BEN, 9, { categories: ['pd:Name'], country: 'CN' });
      // Told late: it began before.
      shared(BEN, 2, { categories: ['pd:Name'] });
      shared(ANN, 7, { categories: ['pd:Name'] });
      shared(ANN, 1, { categories: ['pd:Name'] }, KAADAS);
      await current().project({ batchSizeMax: 2 });
      const order = { category: 'pd:Order', recipientKind: 'payment', country: undefined, since: day(5), last: day(5) };
      const name = { category: 'pd:Name', recipientKind: 'payment' };
      expect((await relations())[0]?.given).toEqual([
        { ...name, country: undefined, since: day(2), last: day(7) },
        { ...name, country: 'CN', since: day(9), last: day(9) },
        order,
      ]);
      const then = { knownAt: commit(1) };
      expect((await relations(then))[0]?.given).toEqual([
        { ...name, country: undefined, since: day(5), last: undefined },
        { ...name, country: 'CN', since: day(9), last: undefined },
        { ...order, last: undefined },
      ]);
      expect((await relations({ ...then, asOf: day(4) })).map(({ given }) => given)).toEqual([]);
      expect((await relations({ asOf: day(4) }))[0]?.given).toEqual([
        { ...name, country: undefined, since: day(2), last: undefined },
      ]);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });

    it('hands out what was recorded of each, and how it is registered', async () => {
      current().log.write('recipient-alipay', {
        type: 'RecipientRegistered',
        fields: { recipient: 'alipay', name: 'Alipay', recipientKind: 'payment', sdkName: 'Alipay SDK' },
      });
      const agreement = {
        recipient: 'alipay',
        kind: 'processorAgreement',
        agreement: 'dpa-1',
        validFrom: '2025-01-01',
      };
      const concluded = ofCompany('RecipientAgreementConcluded', 1, agreement);
      const ended = ofCompany('RecipientAgreementEnded', 6, {
        recipient: 'alipay',
        agreement: 'dpa-1',
        cause: 'terminated',
      });
      ofCompany('RecipientServiceEnded', 7, { recipient: 'sf-express' }, KAADAS);
      // About one person, it says nothing of the recipient as such.
      current().log.report(ANN, {
        type: 'RecipientAccessRevoked',
        occurredAt: at(7),
        fields: { recipient: 'alipay', includesPastData: true, cause: 'subjectRequest' },
      });
      await current().project();
      const [alipay, ...others] = await relations();
      expect(others).toEqual([]);
      expect(alipay?.registration?.sdkName).toBe('Alipay SDK');
      expect(alipay?.facts.map(({ id, type, at: when, recordedAt }) => [id, type, when, recordedAt])).toEqual([
        [concluded.id, 'RecipientAgreementConcluded', day(1), commit(1)],
        [ended.id, 'RecipientAgreementEnded', day(6), commit(2)],
      ]);
      expect((await relations({ knownAt: commit(1) }))[0]?.facts.map(({ id }) => id)).toEqual([concluded.id]);
      expect((await relations({ asOf: day(3) }))[0]?.facts.map(({ id }) => id)).toEqual([concluded.id]);
      // It holds from the day that it names, whenever it was signed: whoever knows the zone says whether it does.
      expect((await relations({ asOf: day(0) }))[0]?.facts.map(({ id }) => id)).toEqual([concluded.id]);
      expect(await relations({ recipients: ['sf-express'] })).toEqual([]);
    });

    it('pages by the ids of recipients, and makes the same rows whatever the batches', async () => {
      randomLog(current(), 150);
      await current().project({ batchSizeMax: 7 });
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
      const all = (await relations()).map(({ recipientId }) => recipientId);
      expect(all).toEqual(['alipay', 'autonavi', 'sf-express']);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await current().queries.relations.page({
          controllerId: CLEX,
          limit: 1,
          ...(cursor === undefined ? {} : { cursor }),
        });
        paged.push(...page.entries.map(({ recipientId }) => recipientId));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(paged).toEqual(all);
    });
  });
}
