import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 4: what an employer uploads, it has to have warranted before. */
let story: Scenario;

const ACCOUNT = ['pd:EmailAddressWork', 'local:Supervisor'];
const upload = (user: string, at: string): Happening => ({
  type: 'PersonalDataCollected',
  user,
  at,
  data: {
    function: 'corporate-account',
    categories: ACCOUNT.map((category) => ({ category })),
    source: { kind: 'employer', name: 'acme' },
    purposes: ['dpv:AccountManagement'],
    legalBasis: 'local:PIPL-13-2',
  },
});
const warranty = (user: string, at: string, form: string): Happening => ({
  type: 'ConsentGiven',
  user,
  at,
  data: {
    ...{ form, givenBy: 'employerWarranty' },
    scope: { purposes: ['dpv:AccountManagement'], categories: ACCOUNT },
  },
});

beforeAll(async () => {
  story = await Scenario.begin('kaadas');
});
afterAll(() => story.end());

describe('an employer that uploads accounts to Kaadas', () => {
  it('is told beforehand that it may not without a warranty', async () => {
    const verdict = await story.ask(upload('li-wei', '2026-10-12T09:00:00+08:00'));
    expect(verdict.outcome).toBe('violates');
    expect(verdict.findings.find(({ rule }) => rule === 'COL-EMPLOYER')).toMatchObject({
      outcome: 'violates',
      sentence: expect.stringMatching(/^No warranty of the employer is on file/),
    });
  });

  it('violates the policy without one, whose words the finding quotes', async () => {
    const uploaded = await story.tell(upload('li-wei', '2026-10-12T09:00:00+08:00'));
    expect(await story.findingsOf(uploaded, { rule: 'COL-EMPLOYER' })).toMatchObject([
      {
        ...{ outcome: 'violates', status: 'open' },
        basis: {
          row: 'KAAD-C1',
          clauses: expect.arrayContaining([
            expect.objectContaining({ line: 12, quote: expect.stringContaining('explicit authorization in advance') }),
          ]),
        },
      },
    ]);
  });

  it('is not believed for saying that nobody objected', async () => {
    await story.tell(warranty('wang-fang', '2026-10-12T08:00:00+08:00', 'implied'));
    const uploaded = await story.tell(upload('wang-fang', '2026-10-12T09:00:00+08:00'));
    expect(await story.outcomesOf(uploaded)).toMatchObject({ 'COL-EMPLOYER': 'violates' });
  });

  it('may with one, and one that is reported a day later makes good what was found', async () => {
    await story.tell(warranty('zhao-min', '2026-10-12T08:00:00+08:00', 'explicit'));
    const uploaded = await story.tell(upload('zhao-min', '2026-10-12T09:00:00+08:00'));
    expect(await story.findingsOf(uploaded, { rule: 'COL-EMPLOYER' })).toEqual([]);
    const late = await story.tell(upload('sun-lei', '2026-10-12T09:00:00+08:00'));
    expect(await story.outcomesOf(late)).toMatchObject({ 'COL-EMPLOYER': 'violates' });
    await story.tell(warranty('sun-lei', '2026-10-12T08:00:00+08:00', 'explicit'));
    expect(await story.outcomesOf(late)).toMatchObject({ 'COL-EMPLOYER': 'conforms' });
  });
});
