import { describe, expect, it } from '@jest/globals';
import type { StoredFields } from '#libs/domain';
import { deadlineIdOf } from '../deadline-rows.ts';
import { FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import type { Current } from './read-models-under-test.ts';

const [ANNA, BO] = [uuid(11), uuid(12)];
const [SHOP, CRM, OTHERS] = [uuid(81), uuid(82), uuid(83)];
const NOW = Date.parse('2026-03-10T00:00:00+08:00');

export function describeTasks(current: Current): void {
  describe('tasks', () => {
    const registered = (endpointId: string, controllerId = CLEX) =>
      current().log.write(`webhook-${endpointId}`, {
        ...{ type: 'WebhookEndpointRegistered', controllerId, fields: { endpointId } },
        sealed: { statements: 'c2VhbGVk' },
      });
    const removed = (endpointId: string) =>
      current().log.write(`webhook-${endpointId}`, {
        ...{ type: 'WebhookEndpointRemoved', controllerId: CLEX, fields: { endpointId } },
      });
    /** Collected for five days, of which the last has passed. */
    const overdue = (subjectId: string) => {
      const { id } = current().log.report(subjectId, {
        ...{ type: 'PersonalDataCollected', occurredAt: '2026-03-01T10:00:00+08:00' },
        fields: {
          ...{ function: 'shop', categories: [{ category: 'pd:Name' }], source: { kind: 'subject' } },
          ...{ purposes: ['dpv:X'], retentionPeriod: 'P5D' },
        },
      });
      const deadlineId = deadlineIdOf(`${id}:retentionPeriod`);
      const fields = { number: 0, kind: 'retention', due: '2026-03-06T23:59:59.999+08:00', startedBy: id };
      return current().log.write(`deadline-${deadlineId}`, {
        ...{ type: 'DeadlinePassed', controllerId: CLEX, subjectId, fields: { deadlineId, ...fields } },
      });
    };
    const told = (type: 'TaskDelivered' | 'TaskAbandoned', passed: ReturnType<typeof overdue>, endpointId: string) => {
      const { deadlineId = '' } = (passed.data as { readonly fields: StoredFields }).fields;
      const failure: StoredFields = type === 'TaskAbandoned' ? { failure: 'unreachable' } : {};
      current().log.write(`delivery-${passed.id}`, {
        ...{ type, controllerId: CLEX, subjectId: ANNA },
        fields: { deadlineId, passedBy: passed.id, endpointId, attempts: 2, ...failure },
      });
    };
    const failed = (passed: ReturnType<typeof overdue>, endpointId: string, how: StoredFields) => {
      const { deadlineId = '' } = (passed.data as { readonly fields: StoredFields }).fields;
      return current().log.write(`delivery-${uuid(71)}`, {
        ...{ type: 'TaskAttemptFailed', controllerId: CLEX },
        fields: { deadlineId, passedBy: passed.id, endpointId, ...how },
      });
    };
    const endpointOf = async (endpointId: string) => {
      const found = (await current().queries.tasks.endpoints()).find((one) => one.endpointId === endpointId);
      if (found === undefined) throw new Error('No such endpoint.');
      return found;
    };
    const pending = async (endpointId: string) =>
      (await current().queries.tasks.pending(await endpointOf(endpointId), 10)).map(({ subjectId }) => subjectId);
    const listed = async (...tasks: ('pending' | 'delivered' | 'abandoned')[]) =>
      (await current().queries.deadlines.page({ controllers: [CLEX], now: NOW, tasks })).items.map(
        ({ subjectId }) => subjectId,
      );

    it('are for each endpoint of the company, until it was told or is not tried any more', async () => {
      const first = registered(SHOP);
      const ofAnna = overdue(ANNA);
      overdue(BO);
      registered(CRM);
      registered(OTHERS, KAADAS);
      await current().project();
      expect(await endpointOf(SHOP)).toEqual({
        ...{ endpointId: SHOP, controllerId: CLEX, holderId: uuid(1), registeredAt: FIRST_COMMIT },
      });
      expect(first.position).toBe(0);
      expect([await pending(SHOP), await pending(CRM), await pending(OTHERS)]).toEqual([[ANNA, BO], [ANNA, BO], []]);
      expect((await listed('pending')).sort()).toEqual([ANNA, BO]);

      told('TaskDelivered', ofAnna, SHOP);
      told('TaskAbandoned', ofAnna, CRM);
      await current().project();
      expect([await pending(SHOP), await pending(CRM)]).toEqual([[BO], [BO]]);
      expect([await listed('pending'), await listed('delivered'), await listed('abandoned')]).toEqual([
        [BO],
        [ANNA],
        [ANNA],
      ]);
      expect((await listed('delivered', 'pending')).sort()).toEqual([ANNA, BO]);
      expect(await current().queries.tasks.settled([ofAnna.id])).toMatchObject([
        { passedBy: ofAnna.id, endpointId: SHOP, state: 'delivered', attempts: 2 },
        { passedBy: ofAnna.id, endpointId: CRM, state: 'abandoned', attempts: 2 },
      ]);
      expect(await current().queries.tasks.settled([])).toEqual([]);
      expect(await current().dumpOfRebuild()).toEqual(await current().dump());
    });

    it('tell how often telling failed, and how the last time, by task and by endpoint', async () => {
      registered(SHOP);
      registered(CRM);
      const [ofAnna, ofBo] = [overdue(ANNA), overdue(BO)];
      failed(ofAnna, SHOP, { failure: 'refused', status: 503 });
      const last = failed(ofAnna, SHOP, { failure: 'timedOut' });
      // The end of one whose attempts are on no record tells of them all, and of the other one adds nothing.
      told('TaskAbandoned', ofBo, CRM);
      told('TaskAbandoned', ofAnna, SHOP);
      await current().project();
      const { tasks } = current().queries;
      const ofShop = {
        ...{ passedBy: ofAnna.id, endpointId: SHOP, attempts: 2, failure: 'timedOut', status: undefined },
        failedAt: Date.parse(last.recordedAt),
      };
      expect(await tasks.failuresOf([ofAnna.id])).toEqual([ofShop]);
      expect(await tasks.failuresOf([ofBo.id])).toMatchObject([
        { endpointId: CRM, attempts: 2, failure: 'unreachable' },
      ]);
      expect(await tasks.failuresOf([])).toEqual([]);
      expect([await tasks.lastFailure(SHOP), await tasks.lastFailure(OTHERS)]).toEqual([ofShop, undefined]);
      expect(await current().dumpOfRebuild()).toEqual(await current().dump());
    });

    it('are over when the data is gone, and nobody is told of them who is not to be any more', async () => {
      registered(SHOP);
      registered(CRM);
      overdue(ANNA);
      overdue(BO);
      removed(CRM);
      current().log.report(ANNA, {
        ...{ type: 'PersonalDataDeleted', occurredAt: '2026-03-09T10:00:00+08:00' },
        fields: { categories: ['pd:Name'], method: 'erasure', ground: 'retentionExpired' },
      });
      await current().project();
      expect(await pending(SHOP)).toEqual([BO]);
      expect((await current().queries.tasks.endpoints([CLEX])).map(({ endpointId }) => endpointId)).toEqual([SHOP]);
      expect(await current().queries.tasks.endpoints([])).toEqual([]);
      removed(SHOP);
      await current().project();
      expect(await listed('pending')).toEqual([]);
    });
  });
}
