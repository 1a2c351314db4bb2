import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Scenario, shippedPolicy, type DeadlineView } from './scenario.ts';

jest.setTimeout(120_000);

const EVERY = { state: ['open', 'overdue', 'met', 'cancelled'] };

/** What comes of records of the next months is to be seen today. */
const AHEAD = { env: { PDL_AHEAD_S_MAX: '31536000' } };
/** Rule, due instant or what it waits for, state. */
const line = ({ rule, due, awaits, state }: DeadlineView): string =>
  `${rule.id} | ${awaits ?? due ?? 'no number'} | ${state}`;

const collected = (user: string, at: string, data: object = {}) => ({
  ...{ type: 'PersonalDataCollected', user, at },
  data: {
    ...{ function: 'account-registration', categories: [{ category: 'pd:EmailAddress' }] },
    ...{ source: { kind: 'subject' }, purposes: ['dpv:ServiceProvision'] },
    ...data,
  },
});

let story: Scenario;
afterEach(() => story.end());

describe('A10, scenario 1: an account at Clex that is cancelled before Mid-Autumn and National Day', () => {
  it('is to be deleted within fifteen working days of China, and no day longer', async () => {
    story = await Scenario.begin('clex');
    await story.tell(collected('li', '2026-09-01T10:00:00+08:00'));
    const { id, subjectId = '' } = await story.tell({
      ...{ type: 'AccountCancelled', user: 'li', at: '2026-09-24T10:00:00+08:00' },
      data: { requestedBy: 'subject' },
    });
    const [byPolicy, byLaw] = await story.deadlines({ subjectId });
    // 25 September and 1 to 7 October are off; Saturday 10 October is worked to make up for it.
    expect(byPolicy).toMatchObject({
      ...{ kind: 'deletion', due: '2026-10-22T23:59:59.999+08:00', startedBy: id, policyVersion: 'clex-2022-01' },
      rule: { id: 'CLEX-R3', clause: 'How we store your information [L81]' },
      ...{ origin: 'policy', subjectId, concern: { categories: ['https://w3id.org/dpv/pd#EmailAddress'] } },
    });
    expect(byPolicy?.provisional).toBeUndefined();
    expect(byLaw).toMatchObject({ origin: 'law', rule: { id: 'CN-PIPL-47', clause: 'Art. 47' } });
    expect(byLaw?.due).toBeUndefined();

    const { id: deletedBy } = await story.tell({
      ...{ type: 'PersonalDataDeleted', user: 'li', at: '2026-10-22T20:00:00+08:00' },
      data: { categories: ['pd:EmailAddress'], method: 'erasure', ground: 'accountCancelled' },
    });
    expect(await story.deadlines({ subjectId })).toEqual([]);
    expect(await story.deadlines({ subjectId, state: ['met'] })).toMatchObject([
      { state: 'met', settled: { by: deletedBy, late: false } },
      { state: 'met', settled: { by: deletedBy, late: false } },
    ]);
  });

  it('is told to be provisional where the holidays of that time are not announced yet', async () => {
    story = await Scenario.begin('clex', AHEAD);
    await story.tell({
      ...{ type: 'AccountCancelled', user: 'li', at: '2026-12-25T10:00:00+08:00' },
      data: { requestedBy: 'subject' },
    });
    expect((await story.deadlines({ kind: ['deletion'] }))[0]).toMatchObject({ provisional: 'beyondCalendar' });
  });
});

describe('cookies at Kaadas', () => {
  it('live for fifteen days, by the version of the policy in force when they were set', async () => {
    story = await Scenario.begin('kaadas', AHEAD);
    const cookie = {
      ...{ function: 'cookies', categories: [{ category: 'pd:Identifier' }], source: { kind: 'device' } },
    };
    const before = await story.tell(collected('wang', '2026-11-20T10:00:00+08:00', cookie));
    await story.tell(collected('wang', '2026-11-20T10:00:00+08:00', { ...cookie, endsWithSession: true }));
    expect((await story.deadlines({ kind: ['retention'] })).map(line)).toEqual([
      expect.stringMatching(/^KAAD-K1 \| 2026-12-05T23:59:59.999\+08:00 \| /),
    ]);

    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const shorter = shippedPolicy('kaadas')
      .replace(/^policyVersion: .*$/m, 'policyVersion: kaadas-next')
      .replace(/^effectiveFrom: .*$/m, `effectiveFrom: '${soon}'`)
      .replace(/^effectiveFromAssumed: .*\n/m, '')
      .replace('period: { n: 15, unit: day }\n        orSession', 'period: { n: 7, unit: day }\n        orSession');
    await story.publish(shorter);
    const later = new Date(Date.parse(soon) + 3_600_000).toISOString();
    await story.tell(collected('wang', '2026-11-20T11:00:00+08:00', cookie));
    const after = await story.tell(collected('wang', later, cookie));
    const cookies = await story.deadlines({ ...EVERY, kind: ['retention'] });
    expect(cookies.find(({ startedBy }) => startedBy === after.id)?.policyVersion).toBe('kaadas-next');
    expect(cookies.find(({ startedBy }) => startedBy === before.id)?.policyVersion).not.toBe('kaadas-next');
    expect(cookies.map(({ due }) => due?.slice(0, 10)).sort()).toHaveLength(3);
  });
});

describe('a consent', () => {
  it('ends when it was given for, or when it is withdrawn', async () => {
    story = await Scenario.begin('kamoer');
    const consent = (user: string) => ({
      ...{ type: 'ConsentGiven', user, at: '2026-03-01T10:00:00+08:00' },
      data: {
        scope: { purposes: ['dpv:Marketing'], categories: ['pd:EmailAddress'] },
        ...{ form: 'explicit', givenBy: 'subject', expiresAt: '2099-03-01T00:00:00+08:00' },
      },
    });
    const kept = await story.tell(consent('anna'));
    const withdrawn = await story.tell(consent('bo'));
    await story.tell({
      ...{ type: 'ConsentWithdrawn', user: 'bo', at: '2026-04-01T10:00:00+08:00', data: { withdrawnBy: 'subject' } },
    });
    const [open, ...others] = await story.deadlines({ kind: ['consentExpiry'] });
    expect([open?.startedBy, open?.due, others]).toEqual([kept.id, '2099-03-01T00:00:00+08:00', []]);
    const ended = await story.deadlines({ kind: ['consentExpiry'], state: ['cancelled'] });
    expect(ended.map(({ startedBy }) => startedBy)).toEqual([withdrawn.id]);
  });
});

describe('A10, scenario 12: a request to Kaayee, whose policy is silent', () => {
  it('is due by law: a month by the GDPR, and without a number by the PIPL', async () => {
    story = await Scenario.begin('kaayee');
    const { subjectId = '' } = await story.tell({
      ...{ type: 'RightsRequestReceived', user: 'anna', at: '2026-01-31T10:00:00+08:00', jurisdictions: ['SE'] },
      data: { requestId: 'r-1', right: 'access', channel: 'email', receivedFrom: 'subject' },
    });
    const ofLaw = await story.deadlines({ subjectId });
    expect(ofLaw.map(line)).toEqual([
      'EU-GDPR-12-3 | 2026-02-28T23:59:59.999+08:00 | overdue',
      'CN-PIPL-50 | no number | open',
    ]);
    expect(ofLaw.map(({ policySilent, rule }) => [policySilent, rule.clause])).toEqual([
      [true, expect.stringContaining('12(3)')],
      [true, expect.stringContaining('50')],
    ]);
    await story.tell({
      ...{ type: 'RightsRequestExtended', user: 'anna', at: '2026-02-20T10:00:00+08:00', jurisdictions: ['SE'] },
      data: { requestId: 'r-1', reason: 'complexity', subjectTold: true },
    });
    expect((await story.deadlines({ subjectId, dueBefore: '2026-05-01T00:00:00Z' })).map(line)).toEqual([
      'EU-GDPR-12-3 | 2026-04-30T23:59:59.999+08:00 | overdue',
    ]);
    await story.tell({
      ...{ type: 'RightsRequestAnswered', user: 'anna', at: '2026-05-02T10:00:00+08:00', jurisdictions: ['SE'] },
      data: { requestId: 'r-1', outcome: 'fulfilled' },
    });
    expect(await story.deadlines({ subjectId })).toEqual([]);
    const [late] = await story.deadlines({ subjectId, state: ['met'] });
    expect(late).toMatchObject({ rule: { id: 'EU-GDPR-12-3' }, settled: { late: true } });
  });
});

describe('A10, scenario 10: a breach at Kaadas', () => {
  it('is to be told in 72 hours by the GDPR, in ten days by the policy, immediately by the PIPL', async () => {
    story = await Scenario.begin('kaadas');
    await story.tell({
      ...{ type: 'BreachDetected', at: '2026-11-02T10:00:00+08:00' },
      data: {
        ...{ breachId: 'b-1', nature: ['confidentiality'], awareAt: '2026-11-01T10:00:00+08:00', cause: 'unknown' },
        ...{ risk: 'high', subjectCount: 40, affectedIn: [{ country: 'SE', subjectCount: 40 }] },
      },
    });
    const notices = await story.deadlines({ kind: ['breachNotice'] });
    const of = (id: string) => notices.find(({ rule }) => rule.id.startsWith(id));
    expect(of('EU-GDPR-33/')).toMatchObject({ due: '2026-11-04T10:00:00.000+08:00', state: 'overdue', origin: 'law' });
    expect(of('KAAD-B1')).toMatchObject({ due: '2026-11-11T23:59:59.999+08:00', origin: 'policy' });
    expect(of('CN-PIPL-57')).toMatchObject({ state: 'open', origin: 'law' });
    expect(of('CN-PIPL-57')?.due).toBeUndefined();
    expect(notices[0]?.rule.id).toMatch(/^EU-GDPR-33\//);

    await story.tell({
      ...{ type: 'BreachNoticeGiven', at: '2026-11-03T10:00:00+08:00' },
      data: {
        breachId: 'b-1',
        audience: 'regulator',
        phase: 'initial',
        ...{ regime: of('EU-GDPR-33/')?.rule.id.split('/')[0]?.toLowerCase(), channel: 'email' },
        contents: ['basicFacts', 'nature'],
      },
    });
    const met = await story.deadlines({ kind: ['breachNotice'], state: ['met'] });
    expect(met.map(({ rule, settled }) => [rule.id, settled?.late])).toEqual([[of('EU-GDPR-33/')?.rule.id, false]]);
  });
});

describe('an agreement with a recipient', () => {
  it("is valid to the end of its last day in the company's zone", async () => {
    story = await Scenario.begin('kaadas', { recipients: ['autonavi'] });
    await story.tell({
      ...{ type: 'RecipientAgreementConcluded', at: '2026-01-01T10:00:00+08:00' },
      data: {
        ...{ recipient: 'autonavi', kind: 'dataProtection', agreement: 'dpa-1' },
        ...{ validFrom: '2026-01-01', validUntil: '2098-12-31' },
      },
    });
    expect((await story.deadlines({ kind: ['agreementExpiry'] })).map(line)).toEqual([
      'agreement | 2098-12-31T23:59:59.999+08:00 | open',
    ]);
  });
});

describe('a page of deadlines', () => {
  it('is read on by its cursor, and reading it stands in the history of the person it was about', async () => {
    story = await Scenario.begin('clex');
    for (const user of ['a', 'b', 'c']) {
      await story.tell({
        ...{ type: 'AccountCancelled', user, at: '2026-09-24T10:00:00+08:00', data: { requestedBy: 'subject' } },
      });
    }
    const whole = await story.deadlines();
    const first = await story.caller.call('/v1/deadlines?limit=2', { as: 'auditor' });
    const page = first.json<{ readonly items: readonly DeadlineView[]; readonly next: string }>();
    const rest = await story.deadlines({ cursor: page.next, limit: 100 });
    expect([...page.items, ...rest].map(({ id }) => id)).toEqual(whole.map(({ id }) => id));

    const subjectId = whole[0]?.subjectId ?? '';
    await story.deadlines({ subjectId });
    // What is recorded next comes after the reading.
    const { position } = await story.tell(collected('d', '2026-09-01T10:00:00+08:00'));
    const path = `/v1/subjects/${subjectId}/history?type=DeadlinesRead&atLeast=${position}`;
    const history = (await story.caller.call(path, { as: 'dpo' })).json<{ readonly items: readonly unknown[] }>();
    expect(history.items).toHaveLength(1);
  });
});
