import { describe, expect, it } from '@jest/globals';
import { deadlineIdOf } from '../deadline-rows.ts';
import { CLEX, KAADAS } from '../testing/ledger-events.ts';
import { ClockLog } from './clock-log.ts';
import type { Current } from './read-models-under-test.ts';

const NOW = Date.parse('2026-03-10T00:00:00+08:00');
const LAST = '2026-02-28T23:59:59.999+08:00';
const STATES = ['open', 'overdue', 'met', 'cancelled'] as const;

export function describeRevocationDeadlines(current: Current): void {
  describe('an agreement with a recipient that runs out', () => {
    const clocks = () => new ClockLog(current().log);
    const concluded = (agreement: string, more: { [field: string]: string } = {}, controllerId = CLEX) =>
      clocks().ofCompany(
        'RecipientAgreementConcluded',
        '2026-01-05T10:00:00+08:00',
        { recipient: 'alipay', kind: 'processorAgreement', agreement, validFrom: '2026-01-01', ...more },
        controllerId,
      );
    const passed = ({ id }: { readonly id: string }) => {
      const deadlineId = deadlineIdOf(`${id}:agreement`);
      const fields = { deadlineId, number: 0, kind: 'agreementExpiry', due: LAST, startedBy: id, recipient: 'alipay' };
      return current().log.write(`deadline-${deadlineId}`, {
        ...{ type: 'DeadlinePassed', controllerId: CLEX, occurredAt: LAST, fields },
      });
    };
    const revocations = async () =>
      (
        await current().queries.deadlines.page({ controllers: [CLEX], now: NOW, kinds: ['revocation'], states: STATES })
      ).items.map(({ clock, state, policyVersion }) => [
        ...[clock.deadline.rule.id, clock.startedBy, clock.concern.agreement, policyVersion, state],
      ]);

    it('leaves access to be revoked, by the policy of that day, until it is', async () => {
      clocks().published('v1', 15);
      const agreed = concluded('dpa-1', { validUntil: '2026-02-28' });
      await current().project();
      expect(await revocations()).toEqual([]);

      passed(agreed);
      await current().project();
      expect(await revocations()).toEqual([['CLEX-R3', agreed.id, 'dpa-1', 'v1', 'open']]);

      clocks().ofCompany('RecipientAccessRevoked', '2026-03-05T10:00:00+08:00', {
        ...{ recipient: 'alipay', includesPastData: true, cause: 'agreementEnded' },
      });
      await current().project();
      expect(await revocations()).toEqual([['CLEX-R3', agreed.id, 'dpa-1', 'v1', 'met']]);
      expect(await current().dumpOfRebuild()).toEqual(await current().dump());
    });

    it('leaves nothing to revoke where another one of the same company goes on', async () => {
      clocks().published('v1', 15);
      const first = concluded('dpa-1', { validUntil: '2026-02-28' });
      concluded('dpa-2');
      passed(first);
      await current().project();
      expect(await revocations()).toEqual([]);
    });

    it('does so whatever other companies have agreed with it, and whatever was passed over in one batch', async () => {
      clocks().published('v1', 15);
      const agreed = concluded('dpa-1', { validUntil: '2026-02-28' });
      concluded('dpa-2', {}, KAADAS);
      passed(agreed);
      // Behind it in the log, and in the same batch: it is another record that tells of it.
      concluded('dpa-3', { validFrom: '2026-03-01' });
      await current().project();
      expect(await revocations()).toEqual([['CLEX-R3', agreed.id, 'dpa-1', 'v1', 'cancelled']]);
    });
  });
}
