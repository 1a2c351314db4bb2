import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario } from './scenario.ts';

jest.setTimeout(120_000);

/**
 * A10, scenario 1: with the account all use ends at once, and the data is gone within fifteen working days of China, past the Mid-Autumn
 * Festival and the National Day holidays and counting the weekend days that are worked instead.
 */
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

  it('leaves fifteen working days to delete, to the end of 22 October 2026', async () => {
    const deletion = (user: string, at: string) => ({
      type: 'PersonalDataDeleted',
      user,
      at,
      data: { categories: ['pd:EmailAddress'], method: 'erasure', ground: 'accountCancelled' },
    });
    const cancelling = { type: 'AccountCancelled', at: '2026-09-24T15:00:00+08:00', data: { requestedBy: 'subject' } };
    for (const user of ['zhao-min', 'sun-lei']) await story.tell({ ...cancelling, user });
    const inTime = await story.tell(deletion('zhao-min', '2026-10-22T23:30:00+08:00'));
    const late = await story.tell(deletion('sun-lei', '2026-10-23T00:30:00+08:00'));
    expect(await story.findingsOf(inTime, { rule: 'DEL-DEADLINE' })).toEqual([]);
    expect(await story.findingsOf(late, { rule: 'DEL-DEADLINE' })).toMatchObject([
      {
        outcome: 'violates',
        sentence: 'It had to be deleted by 2026-10-22T23:59:59.999+08:00.',
        basis: { row: 'CLEX-R3', clauses: [{ line: 81, quote: expect.stringContaining('fifteen working days') }] },
      },
    ]);
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
