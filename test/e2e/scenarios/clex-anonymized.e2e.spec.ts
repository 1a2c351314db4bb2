import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 11: anonymized data is nobody's; named in a share again, it violates, unless it was re-identified. */
let story: Scenario;

const DATA = ['pd:BrowsingBehaviour'];
const share = (at: string): Happening => ({
  type: 'PersonalDataShared',
  user: 'li-wei',
  at,
  data: {
    ...{ recipient: 'clex-affiliates', recipientKind: 'affiliate', ground: 'affiliate', identifiability: 'identified' },
    ...{ purposes: ['dpv:FraudPreventionAndDetection'], categories: DATA },
  },
});

beforeAll(async () => {
  story = await Scenario.begin('clex', { recipients: ['clex-affiliates'] });
});
afterAll(() => story.end());

describe('data of somebody at Clex that was anonymized', () => {
  it('may be shared as theirs before, and must not be named as theirs afterwards', async () => {
    const before = await story.tell(share('2026-10-12T09:00:00+08:00'));
    await story.tell({
      ...{ type: 'PersonalDataAnonymized', user: 'li-wei', at: '2026-10-13T09:00:00+08:00' },
      data: { categories: DATA, method: 'aggregation', attestation: { kind: 'externalAudit' } },
    });
    expect((await story.ask(share('2026-10-14T09:00:00+08:00'))).outcome).toBe('violates');
    const after = await story.tell(share('2026-10-14T09:00:00+08:00'));
    expect(await story.findingsOf(before, { rule: 'ANON-EXIT' })).toEqual([]);
    expect(await story.findingsOf(after, { rule: 'ANON-EXIT' })).toMatchObject([
      {
        outcome: 'violates',
        sentence: expect.stringMatching(
          /^Browsing behaviour had been anonymized .* report who was identified again\.$/,
        ),
        basis: { row: 'CLEX-R4', clauses: expect.arrayContaining([expect.objectContaining({ line: 82 })]) },
      },
    ]);
  });

  it('is theirs again once its re-identification was detected', async () => {
    await story.tell({
      ...{ type: 'ReidentificationDetected', user: 'li-wei', at: '2026-10-15T09:00:00+08:00' },
      data: { categories: DATA, cause: 'linkage' },
    });
    const shared = await story.tell(share('2026-10-16T09:00:00+08:00'));
    expect(await story.findingsOf(shared, { rule: 'ANON-EXIT' })).toEqual([]);
  });

  it('keeps the share in the history, for facts are never refused', async () => {
    const { subjectId = '' } = await story.tell(share('2026-10-17T09:00:00+08:00'));
    const { items } = await story.caller.historyPage(subjectId, { family: ['processing'], limit: 50, order: 'asc' });
    expect(items.map(({ type }) => type).slice(0, 4)).toEqual([
      'PersonalDataShared',
      'PersonalDataAnonymized',
      'PersonalDataShared',
      'ReidentificationDetected',
    ]);
  });

  it('is a gap where nobody vouches that it cannot be restored', async () => {
    const anonymized = await story.tell({
      ...{ type: 'PersonalDataAnonymized', user: 'wang-fang', at: '2026-10-13T09:00:00+08:00' },
      data: { categories: DATA, method: 'aggregation' },
    });
    expect(await story.outcomesOf(anonymized)).toMatchObject({ 'ANON-EXIT': 'gap' });
  });
});
