import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

let story: Scenario;

const scope = { purposes: ['dpv:FraudPreventionAndDetection'], categories: ['pd:Picture'], recipients: ['alipay'] };
const share: Happening = {
  ...{ type: 'PersonalDataShared', at: '2026-03-05T10:00:00+08:00', jurisdictions: ['CN'] },
  data: {
    ...{ recipient: 'alipay', recipientKind: 'partner', ground: 'consent', identifiability: 'identified' },
    ...{ purposes: scope.purposes, categories: scope.categories },
  },
};
const consent = (user: string): Happening => ({
  ...{ type: 'ConsentGiven', user, at: '2026-03-01T10:00:00+08:00' },
  data: { form: 'separate', givenBy: 'subject', scope },
});

beforeAll(async () => {
  story = await Scenario.begin('no-policy-yet', { recipients: ['alipay'], policy: 'none' });
});
afterAll(() => story.end());

/** What PIPL Art. 23 says of sharing the data of this person. */
async function separateConsentOf(user: string): Promise<string | undefined> {
  const { findings } = await story.ask({ ...share, user });
  return findings.find(({ basis, rule }) => basis?.lawRule === 'CN-PIPL-23' && rule === 'SHR-PI')?.outcome;
}

describe('a company that has published no policy asks beforehand', () => {
  it('is answered by the law that it names, and told that only the law spoke', async () => {
    const verdict = await story.ask({ ...share, user: 'li' });
    expect(verdict).toMatchObject({ outcome: 'violates', lawAlone: true, silentOn: [{ topic: 'sharing' }] });
    expect(verdict).not.toHaveProperty('policyVersion');
    expect(verdict.findings[0]?.basis).toMatchObject({ kind: 'law', lawRule: 'CN-PIPL-23' });
    expect(verdict.findings.map(({ rule }) => rule)).not.toContain('POL-SILENCE');
  });

  it('is told to name the law where it names none', async () => {
    const { jurisdictions: _, ...nowhere } = share;
    const verdict = await story.ask({ ...nowhere, user: 'li' });
    expect(verdict).toMatchObject({ outcome: 'gap', findings: [{ rule: 'POL-SILENCE' }] });
    expect(verdict).not.toHaveProperty('lawAlone');
    expect(verdict.findings[0]?.remedy).toMatch(/^Name in jurisdictions where the law applies/);
  });

  it('has no findings on what it then reports', async () => {
    const shared = await story.tell({ ...share, user: 'li' });
    expect(await story.findingsOf(shared)).toEqual([]);
  });
});

describe('a person who was met as two subjects', () => {
  let one: string;
  let other: string;
  const merging = (kind: 'merges' | 'separations') =>
    story.caller.call(`/v1/subjects/${one}/${kind}`, { as: 'dpo', json: { other, reason: 'The same telephone.' } });

  beforeAll(async () => {
    await story.tell({
      ...{ type: 'NoticeGiven', user: 'mei-app', at: '2026-03-01T09:00:00+08:00' },
      data: { ...scope, items: ['recipients', 'recipientContact', 'purposes', 'method', 'categories'] },
    });
    ({ subjectId: one = '' } = await story.tell(consent('mei-app')));
    ({ subjectId: other = '' } = await story.tell({ ...share, user: 'mei-shop' }));
  });

  it('is judged by the records of both once they are merged, whichever is asked about, until they are separated', async () => {
    expect([await separateConsentOf('mei-app'), await separateConsentOf('mei-shop')]).toEqual(['conforms', 'violates']);
    expect((await merging('merges')).status).toBe(201);
    expect([await separateConsentOf('mei-app'), await separateConsentOf('mei-shop')]).toEqual(['conforms', 'conforms']);
    expect((await merging('separations')).status).toBe(201);
    expect([await separateConsentOf('mei-app'), await separateConsentOf('mei-shop')]).toEqual(['conforms', 'violates']);
  });

  it('is judged by what came into either afterwards as well', async () => {
    await merging('merges');
    await story.tell({
      ...{ type: 'ConsentWithdrawn', user: 'mei-shop', at: '2026-03-02T10:00:00+08:00' },
      data: { withdrawnBy: 'subject', scope },
    });
    expect(await separateConsentOf('mei-app')).toBe('violates');
  });

  it('has it in the one history that a question of somebody else stands in', async () => {
    const json = {
      type: share.type,
      data: share.data,
      controllerId: story.controllerId,
      subject: { subjectId: other },
    };
    expect((await story.caller.call('/v1/checks', { json, as: 'auditor' })).status).toBe(200);
    // Told after the question, so that whoever waits for it waits for what was noted of the question as well.
    const { position: atLeast } = await story.tell(consent('somebody-else'));
    const { items } = await story.caller.historyPage(one, { family: 'access', atLeast });
    expect(items.filter(({ type }) => type === 'SubjectChecked')).toHaveLength(1);
  });
});
