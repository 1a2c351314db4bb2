import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 3: AutoNavi may have places and not whose they are, by the policy; the law wants consent for both. */
let story: Scenario;

const file = (kind: string, agreement: string): Happening => ({
  type: 'RecipientAgreementConcluded',
  at: '2026-10-01T09:00:00+08:00',
  data: { recipient: 'autonavi', kind, agreement, validFrom: '2026-01-01' },
});
const place = (at: string, data: object): Happening => ({
  type: 'PersonalDataShared',
  user: 'li-wei',
  at,
  data: {
    ...{ recipient: 'autonavi', recipientKind: 'partner', monitored: true },
    ...{ purposes: ['local:CalendarPositioning'], categories: ['pd:GPSCoordinate'] },
    ...data,
  },
});
const identified = { ground: 'consent', identifiability: 'identified' };
const deidentified = { ground: 'deidentified', identifiability: 'deidentified', reidentificationExcluded: true };

beforeAll(async () => {
  story = await Scenario.begin('kaadas', { recipients: ['autonavi'] });
  await story.tell(file('confidentiality', 'agreement-1'));
  await story.tell(file('securityAssessment', 'assessment-1'));
  await story.tell({
    ...{ type: 'SubjectAgeAsserted', user: 'li-wei', at: '2026-10-02T09:00:00+08:00' },
    data: { band: '18+', basis: 'document' },
  });
});
afterAll(() => story.end());

describe('a place that Kaadas gives to AutoNavi', () => {
  it('must not tell whose it is: asked before, the answer is no, and told after, it is recorded and violates', async () => {
    const told = place('2026-10-12T09:00:00+08:00', identified);
    const asked = await story.ask(told);
    expect(asked.outcome).toBe('violates');
    const shared = await story.tell(told);
    expect(await story.findingsOf(shared, { rule: 'SHR-NAMED' })).toMatchObject([
      {
        outcome: 'violates',
        sentence: 'autonavi may have only deidentified or statistical data, and got identified data.',
        basis: {
          kind: 'policy',
          row: 'KAAD-D7',
          clauses: [{ line: 103, quote: expect.stringContaining('Unrecognized location information') }],
        },
      },
    ]);
  });

  it('may be given without a name, by the policy', async () => {
    const shared = await story.tell(place('2026-10-13T09:00:00+08:00', deidentified));
    const byPolicy = (await story.findingsOf(shared)).filter(({ basis }) => basis?.kind === 'policy');
    expect(byPolicy).toEqual([]);
  });

  it('is personal information still by PIPL, which wants separate consent: the stricter counts, the conflict is named', async () => {
    const verdict = await story.ask(place('2026-10-14T09:00:00+08:00', deidentified));
    expect(verdict.outcome).toBe('violates');
    expect(verdict.findings.find(({ rule }) => rule === 'SHR-PI')).toMatchObject({
      outcome: 'violates',
      basis: { kind: 'law', lawRule: 'CN-PIPL-23' },
    });
    expect(verdict.conflicts).toContainEqual({ topic: 'sharing', policyRow: 'KAAD-D1', lawRule: 'CN-PIPL-23' });
  });

  it('is in order by both with a notice that names AutoNavi, separate consent and an impact assessment', async () => {
    await story.tell({
      ...{ type: 'NoticeGiven', at: '2026-10-14T10:00:00+08:00' },
      data: {
        ...{ purposes: ['local:CalendarPositioning'], categories: ['pd:GPSCoordinate'], recipients: ['autonavi'] },
        items: ['recipients', 'recipientContact', 'purposes', 'method', 'categories'],
      },
    });
    await story.tell({
      ...{ type: 'ConsentGiven', user: 'li-wei', at: '2026-10-14T11:00:00+08:00' },
      data: {
        ...{ form: 'separate', givenBy: 'subject' },
        scope: {
          ...{ purposes: ['local:CalendarPositioning'], categories: ['pd:GPSCoordinate'] },
          recipients: ['autonavi'],
        },
      },
    });
    await story.tell({
      ...{ type: 'ImpactAssessmentRecorded', at: '2026-10-14T12:00:00+08:00' },
      data: {
        ...{ assessment: 'assessment-of-maps', occasions: ['provide'], recipient: 'autonavi' },
        contents: ['lawfulnessAndNecessity', 'impactAndRisk', 'protectiveMeasures'],
        ...{ carriedOutAt: '2026-10-14T12:00:00+08:00', retainUntil: '2029-12-31' },
      },
    });
    const shared = await story.tell(place('2026-10-15T09:00:00+08:00', deidentified));
    expect(await story.findingsOf(shared)).toEqual([]);
    expect(await story.ask(place('2026-10-16T09:00:00+08:00', deidentified))).toMatchObject({
      ...{ outcome: 'conforms', conflicts: [] },
    });
  });
});
