import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 7: research may go without consent only if its results tell nobody apart. */
let story: Scenario;

const research = (at: string, data: object = {}): Happening => ({
  type: 'PersonalDataUsed',
  user: 'li-wei',
  at,
  data: {
    ...{ operation: 'dpv:Analyse', purposes: ['dpv:AcademicResearch'], exceptionRef: 'xj' },
    categories: ['pd:ServiceConsumptionBehaviour'],
    ...data,
  },
});

beforeAll(async () => {
  story = await Scenario.begin('kamoer');
});
afterAll(() => story.end());

describe('research at Kamoer without consent', () => {
  it('cannot rely on exception j where its results tell who they are about', async () => {
    const told = research('2026-10-12T09:00:00+08:00', { resultIdentifiability: 'identified' });
    expect((await story.ask(told)).outcome).toBe('violates');
    const used = await story.tell(told);
    expect(await story.findingsOf(used, { rule: 'COL-EXCEPTION' })).toMatchObject([
      {
        outcome: 'violates',
        sentence: 'The exception xj asks for de-identified results, and the results tell who they are about.',
        basis: { row: 'KAMO-Xj', clauses: [{ line: 71, quote: expect.stringContaining('de-identify') }] },
      },
    ]);
  });

  it('can where they do not', async () => {
    const used = await story.tell(research('2026-10-13T09:00:00+08:00', { resultIdentifiability: 'deidentified' }));
    expect(await story.findingsOf(used, { rule: 'COL-EXCEPTION' })).toEqual([]);
  });

  it('is a gap where nobody says whether they do, with what to declare', async () => {
    const used = await story.tell(research('2026-10-14T09:00:00+08:00'));
    expect(await story.findingsOf(used, { rule: 'COL-EXCEPTION' })).toMatchObject([
      { outcome: 'gap', sentence: expect.stringContaining('declare whether they are') },
    ]);
  });

  it('cannot rely on an exception the list does not have', async () => {
    const used = await story.tell(research('2026-10-15T09:00:00+08:00', { exceptionRef: 'xz' }));
    expect(await story.outcomesOf(used)).toMatchObject({ 'COL-EXCEPTION': 'violates' });
  });
});
