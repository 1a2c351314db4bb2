import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 2: an affiliate may look for fraud with an avatar; marketing with it needs new consent. */
let story: Scenario;

const bound: Happening = {
  type: 'RecipientAgreementConcluded',
  at: '2026-10-01T09:00:00+08:00',
  data: { recipient: 'clex-affiliates', kind: 'dataProtection', agreement: 'agreement-1', validFrom: '2026-01-01' },
};
const avatar = { recipient: 'clex-affiliates', categories: ['pd:Picture'] };
const share = (at: string): Happening => ({
  type: 'PersonalDataShared',
  user: 'li-wei',
  at,
  data: {
    ...{ ...avatar, recipientKind: 'affiliate', ground: 'affiliate', identifiability: 'identified' },
    purposes: ['dpv:FraudPreventionAndDetection'],
  },
});
const marketing = (at: string): Happening => ({
  type: 'RecipientUseReported',
  user: 'li-wei',
  at,
  data: { ...avatar, purposes: ['dpv:Marketing'], learntFrom: 'audit' },
});
const consent = (at: string): Happening => ({
  type: 'ConsentGiven',
  user: 'li-wei',
  at,
  data: {
    ...{ form: 'separate', givenBy: 'subject' },
    scope: { purposes: ['dpv:Marketing'], categories: ['pd:Picture'], recipients: ['clex-affiliates'] },
  },
});

beforeAll(async () => {
  story = await Scenario.begin('clex', { recipients: ['clex-affiliates'] });
  await story.tell(bound);
});
afterAll(() => story.end());

describe('an affiliate of Clex', () => {
  it('may have the avatar to look for fraud, by the policy', async () => {
    const shared = await story.tell(share('2026-10-12T09:00:00+08:00'));
    const policy = (await story.findingsOf(shared)).filter(({ basis }) => basis?.kind === 'policy');
    expect(policy).toEqual([]);
  });

  it('may not use it for marketing, and whoever reads the finding is told why', async () => {
    const used = await story.tell(marketing('2026-10-13T09:00:00+08:00'));
    const [found] = await story.findingsOf(used, { rule: 'SHR-AFFILIATE' });
    expect(found).toMatchObject({
      outcome: 'violates',
      status: 'open',
      sentence: expect.stringMatching(/^No .*consent.*Picture or avatar for Marketing.*\.$/),
      remedy: expect.stringContaining('ConsentGiven'),
      basis: { kind: 'policy', row: 'CLEX-D4', clauses: [{ line: 54, quote: expect.any(String) }, { line: 54 }] },
    });
  });

  it('may use it for marketing once there is new consent', async () => {
    await story.tell(consent('2026-10-14T09:00:00+08:00'));
    const used = await story.tell(marketing('2026-10-15T09:00:00+08:00'));
    expect(await story.findingsOf(used, { rule: 'SHR-AFFILIATE' })).toEqual([]);
  });

  it('is believed to have had consent after all when one is reported late, by a revision that names it', async () => {
    const used = await story.tell(marketing('2026-10-13T12:00:00+08:00'));
    const [before] = await story.findingsOf(used, { rule: 'SHR-AFFILIATE' });
    expect(before?.outcome).toBe('violates');
    const between = new Date().toISOString();
    const evidence = await story.tell(consent('2026-10-12T12:00:00+08:00'));
    const [after] = await story.findingsOf(used, { rule: 'SHR-AFFILIATE' });
    expect(after).toMatchObject({ id: before?.id, outcome: 'conforms', status: 'resolved' });
    expect(await story.findingsOf(used, { rule: 'SHR-AFFILIATE', knownAt: between })).toMatchObject([
      { id: before?.id, outcome: 'violates', status: 'open' },
    ]);
    expect((await story.finding(before?.id ?? '')).versions).toMatchObject([
      {
        ...{ outcome: 'violates', cause: 'record', sentence: before?.sentence, policyVersion: 'clex-2022-01' },
        basis: before?.basis,
      },
      { outcome: 'conforms', cause: 'evidence', because: evidence.id },
    ]);
  });

  it('is believed so as well when the evidence comes right behind the use, in one batch', async () => {
    const user = 'zhao-min';
    await story.tell({ ...share('2026-10-12T09:00:00+08:00'), user });
    const [used] = await story.tellAll([
      { ...marketing('2026-10-13T12:00:00+08:00'), user },
      { ...consent('2026-10-12T12:00:00+08:00'), user },
    ]);
    expect(await story.findingsOf(used!, { rule: 'SHR-AFFILIATE' })).toMatchObject([
      { outcome: 'conforms', status: 'resolved' },
    ]);
  });

  it('is answered beforehand as it is judged afterwards, and nothing comes of asking', async () => {
    const asked = { ...share('2026-10-16T09:00:00+08:00'), user: 'somebody-new' };
    const verdict = await story.ask(asked);
    const shared = await story.tell(asked);
    const wrong = verdict.findings.filter(({ outcome }) => outcome !== 'conforms');
    const found = await story.findingsOf(shared);
    expect(new Set(found.map(({ rule, sentence }) => `${rule} ${sentence}`))).toEqual(
      new Set(wrong.map(({ rule, sentence }) => `${rule} ${sentence}`)),
    );
    await story.ask({ ...asked, user: 'nobody-at-all' });
    expect((await story.caller.lookup('clex', ['userId', 'nobody-at-all'])).status).toBe(404);
  });
});
