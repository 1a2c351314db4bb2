import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 1, as far as use is concerned: with the account, all use ends at once. */
let story: Scenario;
const use = (at: string) => ({
  type: 'PersonalDataUsed',
  user: 'li-wei',
  at,
  data: { operation: 'dpv:Use', purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddress'] },
});

beforeAll(async () => {
  story = await Scenario.begin('clex');
});
afterAll(() => story.end());

describe('an account at Clex that is cancelled', () => {
  it('ends all use at once', async () => {
    const before = await story.tell(use('2026-09-24T09:59:00+08:00'));
    await story.tell({
      ...{ type: 'AccountCancelled', user: 'li-wei', at: '2026-09-24T10:00:00+08:00' },
      data: { requestedBy: 'subject' },
    });
    const after = await story.tell(use('2026-09-24T10:01:00+08:00'));
    expect(await story.findingsOf(before, { rule: 'USE-STOPPED' })).toEqual([]);
    expect(await story.findingsOf(after, { rule: 'USE-STOPPED' })).toMatchObject([
      { outcome: 'violates', basis: { kind: 'policy', row: 'CLEX-R3', clauses: [{ line: 81 }] } },
    ]);
    expect((await story.ask(use('2026-09-24T10:02:00+08:00'))).outcome).toBe('violates');
  });

  it('makes a use a violation that was reported before the cancelling was', async () => {
    const used = await story.tell({ ...use('2026-09-24T11:00:00+08:00'), user: 'wang-fang' });
    expect(await story.findingsOf(used, { rule: 'USE-STOPPED' })).toEqual([]);
    await story.tell({
      ...{ type: 'AccountCancelled', user: 'wang-fang', at: '2026-09-24T10:00:00+08:00' },
      data: { requestedBy: 'subject' },
    });
    expect(await story.findingsOf(used, { rule: 'USE-STOPPED' })).toMatchObject([{ outcome: 'violates' }]);
  });
});
