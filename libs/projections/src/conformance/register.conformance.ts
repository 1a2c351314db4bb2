import { describe, expect, it } from '@jest/globals';
import { CLEX, KAADAS, uuid } from '../testing/ledger-events.ts';
import { SUBJECTS } from './random-log.ts';
import type { Current } from './read-models-under-test.ts';

export function describeRegister(current: Current): void {
  describe('the register of processing', () => {
    it('has what a company declared, in the order of the log, and nobody else', async () => {
      const { log } = current();
      const declare = (controllerId: string, n: number, type: string, activity: string) =>
        log.write(`dataController-${controllerId}`, { type, controllerId, id: uuid(n), fields: { activity } });
      declare(CLEX, 1, 'ProcessingActivityDeclared', 'shop');
      declare(KAADAS, 2, 'ProcessingActivityDeclared', 'calendar');
      declare(CLEX, 3, 'ProcessingActivityEnded', 'shop');
      await current().project();

      const occurredAt = '2025-06-01T12:00:00+08:00';
      expect(await current().queries.register.declared(CLEX)).toEqual([
        { id: uuid(1), type: 'ProcessingActivityDeclared', occurredAt, fields: { activity: 'shop' } },
        { id: uuid(3), type: 'ProcessingActivityEnded', occurredAt, fields: { activity: 'shop' } },
      ]);
    });

    it('counts what was recorded by kind, with the first and the last instant', async () => {
      const { log } = current();
      const [person = '', other = ''] = SUBJECTS;
      const share = { recipient: 'alipay', purposes: ['dpv:PaymentManagement'], categories: ['pd:Purchase'] };
      log.collected(person, { occurredAt: '2025-06-03T00:00:00Z' });
      log.collected(other, { occurredAt: '2025-06-01T00:00:00Z' });
      log.collected(person, { occurredAt: '2025-06-02T00:00:00Z', controllerId: KAADAS });
      log.report(person, { type: 'PersonalDataShared', occurredAt: '2025-06-04T00:00:00Z', fields: share });
      log.report(person, { type: 'AccountCancelled', fields: { requestedBy: 'subject' } });
      await current().project();

      const recorded = await current().queries.register.recorded(CLEX);
      expect(recorded).toEqual([
        {
          ...{ type: 'PersonalDataCollected', purposes: ['dpv:ServiceProvision'], categories: ['pd:Name'] },
          ...{ legalBases: ['eu-gdpr:A6-1-b'], recipients: [], count: 2 },
          firstAt: Date.parse('2025-06-01T00:00:00Z'),
          lastAt: Date.parse('2025-06-03T00:00:00Z'),
        },
        {
          ...{ type: 'PersonalDataShared', purposes: ['dpv:PaymentManagement'], categories: ['pd:Purchase'] },
          ...{ legalBases: [], recipients: ['alipay'], count: 1 },
          firstAt: Date.parse('2025-06-04T00:00:00Z'),
          lastAt: Date.parse('2025-06-04T00:00:00Z'),
        },
      ]);
      expect(await current().queries.register.recorded('nobody')).toEqual([]);
    });
  });
}
