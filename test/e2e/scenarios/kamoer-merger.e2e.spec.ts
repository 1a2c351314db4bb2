import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 6: a successor that declines the policy uses nothing until each person agreed again. */
let story: Scenario;

const successor = { newController: 'kamoer-successor' };
const pass = (user: string): Happening => ({
  type: 'PersonalDataTransferred',
  user,
  at: '2026-10-02T09:00:00+08:00',
  data: {
    ...{ ...successor, ground: 'merger', categories: ['pd:EmailAddress'] },
    successorCommitment: 'mustReconsent',
  },
});
const use = (user: string, at: string): Happening => ({
  type: 'PersonalDataUsed',
  user,
  at,
  data: { operation: 'dpv:Use', purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddress'] },
});
const finding = {
  rule: 'TRF-SUCCESSOR',
  outcome: 'violates',
  sentence: expect.stringContaining('kamoer-successor is not bound to the policy') as unknown,
  basis: { kind: 'policy', row: 'KAMO-T2', clauses: [{ line: 109, quote: expect.any(String) as unknown }] },
};

beforeAll(async () => {
  story = await Scenario.begin('kamoer', { controllers: ['kamoer-successor'] });
  await story.tell({
    ...{ type: 'SuccessorCommitmentAnswered', at: '2026-10-01T09:00:00+08:00' },
    data: { ...successor, answer: 'declined' },
  });
  for (const user of ['li-wei', 'wang-fang', 'zhao-min']) await story.tell(pass(user));
});
afterAll(() => story.end());

describe('a successor of Kamoer that declined the policy', () => {
  it('violates it by using the data of anybody who was not asked again', async () => {
    const used = await story.tell(use('li-wei', '2026-10-12T09:00:00+08:00'));
    expect(await story.findingsOf(used, { rule: 'TRF-SUCCESSOR' })).toMatchObject([finding]);
    const verdict = await story.ask(use('li-wei', '2026-10-13T09:00:00+08:00'));
    expect(verdict.findings).toContainEqual(expect.objectContaining({ rule: 'TRF-SUCCESSOR', outcome: 'violates' }));
  });

  it('may go on with whoever agreed again, and with nobody else', async () => {
    await story.tell({
      ...{ type: 'SuccessorReconsentObtained', user: 'wang-fang', at: '2026-10-11T09:00:00+08:00' },
      data: { ...successor, form: 'express' },
    });
    const agreed = await story.tell(use('wang-fang', '2026-10-12T09:00:00+08:00'));
    expect(await story.findingsOf(agreed, { rule: 'TRF-SUCCESSOR' })).toEqual([]);
    const other = await story.tell(use('li-wei', '2026-10-12T10:00:00+08:00'));
    expect(await story.findingsOf(other, { rule: 'TRF-SUCCESSOR' })).toMatchObject([finding]);
  });

  it('must not go on with whoever refused', async () => {
    await story.tell({
      ...{ type: 'SuccessorReconsentRefused', user: 'zhao-min', at: '2026-10-11T09:00:00+08:00' },
      data: successor,
    });
    const used = await story.tell(use('zhao-min', '2026-10-12T09:00:00+08:00'));
    expect(await story.findingsOf(used, { rule: 'TRF-SUCCESSOR' })).toMatchObject([finding]);
  });

  it('has told nobody who it is, which the law asks for besides', async () => {
    const passed = await story.tell({ ...pass('sun-lei'), at: '2026-10-03T09:00:00+08:00' });
    const byLaw = (await story.findingsOf(passed)).filter(({ basis }) => basis?.lawRule === 'CN-PIPL-22');
    expect(byLaw).toMatchObject([{ rule: 'TRF-SUCCESSOR', outcome: 'violates' }]);
  });
});
