import { describe, expect, it } from '@jest/globals';
import { compileLaws, explain, judge, lawsOver } from '#libs/domain';
import type { CompiledLaw, Verdict } from '#libs/domain';
import {
  loadCalendars,
  loadJurisdictionPacks,
  loadPolicyPacks,
  loadVocabulary,
  temporalTime,
} from '#libs/policy-packs';
import { assessed, ITEMS } from './laws/law-case.ts';
import type { CaseRecord } from './policy-case.ts';
import { age, agreement, answer, collected, consent, noticeFor, request, required, shared } from './records.ts';
import { compiled, contextAfter, factsOf } from './run-case.ts';

const vocabulary = loadVocabulary();
const packs = loadPolicyPacks(vocabulary);
const world = { vocabulary, time: temporalTime, calendars: loadCalendars() };
const laws: readonly CompiledLaw[] = loadJurisdictionPacks(vocabulary).flatMap((pack) =>
  compileLaws(pack, 'Asia/Shanghai', world),
);

function judged(
  given: readonly CaseRecord[],
  when: CaseRecord,
  jurisdictions: readonly string[],
  of = 'clex',
): Verdict {
  const pack = packs.find(({ controllerId }) => controllerId === of)!;
  const facts = factsOf({ given, when }, of, vocabulary);
  const policy = compiled(pack, vocabulary);
  return judge(facts.at(-1)!, contextAfter(facts.slice(0, -1)), { policy, laws: lawsOver(laws, jurisdictions) });
}

const scope = {
  purposes: ['dpv:FraudPreventionAndDetection'],
  categories: ['pd:Picture'],
  recipients: ['clex-affiliates'],
};
const bound = agreement('clex-affiliates');
const told: CaseRecord = {
  type: 'NoticeGiven',
  data: { ...scope, items: ['recipients', 'recipientContact', 'purposes', 'method', 'categories'] },
};
const toAffiliate = shared({
  recipient: 'clex-affiliates',
  recipientKind: 'affiliate',
  ground: 'affiliate',
  purposes: scope.purposes,
  categories: scope.categories,
});

const outcomesByBasis = ({ findings }: Verdict) =>
  findings.map(({ basis, outcome }) => [basis.kind === 'law' ? basis.lawRule : basis.kind, outcome]);

describe('policy and law together', () => {
  it('lets the stricter count, and names the conflict: Clex lets affiliates have data, PIPL Art. 23 wants consent', () => {
    const verdict = judged([bound, told], toAffiliate, ['CN']);
    expect(verdict.outcome).toBe('violates');
    expect(outcomesByBasis(verdict)[0]).toEqual(['CN-PIPL-23', 'violates']);
    expect(verdict.conflicts).toContainEqual({ topic: 'sharing', policyRow: 'CLEX-D4', lawRule: 'CN-PIPL-23' });
  });

  it('is content with separate consent and a notice that names the recipient', () => {
    const verdict = judged([bound, told, assessed(), consent('separate', scope)], toAffiliate, ['CN']);
    expect([verdict.outcome, verdict.conflicts]).toEqual(['conforms', []]);
  });

  it('applies the law of a country to its provinces, and of nobody to anywhere else', () => {
    expect(judged([bound], toAffiliate, ['CN-GD']).outcome).toBe('violates');
    expect(judged([bound], toAffiliate, ['BR']).outcome).toBe('conforms');
  });

  it('names the conflict where Kaadas takes de-identified data for free, and PIPL wants consent still', () => {
    const bindings = ['confidentiality', 'securityAssessment'].map((kind) =>
      agreement('autonavi', { kind, agreement: kind.toLowerCase() }),
    );
    const when = shared({
      recipient: 'autonavi',
      recipientKind: 'partner',
      ground: 'deidentified',
      purposes: ['local:CalendarPositioning'],
      categories: ['pd:GPSCoordinate'],
      identifiability: 'deidentified',
      reidentificationExcluded: true,
    });
    const given = [age('18+'), ...bindings];
    expect(judged(given, when, [], 'kaadas').outcome).toBe('conforms');
    const verdict = judged(given, when, ['CN'], 'kaadas');
    expect([verdict.outcome, verdict.findings[0]?.basis]).toMatchObject(['violates', { lawRule: 'CN-PIPL-23' }]);
    expect(verdict.conflicts).toContainEqual({ topic: 'sharing', policyRow: 'KAAD-D1', lawRule: 'CN-PIPL-23' });
  });

  it('leaves a notice open that does not declare what it told', () => {
    const undeclared: CaseRecord = { type: 'NoticeGiven', data: scope };
    const verdict = judged([bound, assessed(), undeclared], toAffiliate, ['CN']);
    expect(verdict.findings[0]).toMatchObject({ outcome: 'gap', missing: { code: 'noticeLacks' } });
  });

  it('quotes the law in its own language and says in one sentence what was missing', () => {
    const verdict = judged([bound, told], toAffiliate, ['CN']);
    expect(explain(verdict.findings[0]!, vocabulary)).toEqual({
      sentence:
        'No separate or written consent was in force that covers Picture or avatar for Prevent and detect fraud to clex-affiliates.',
      place: 'Personal Information Protection Law (个人信息保护法) Art. 23 (CN-PIPL-23)',
      quote: expect.stringContaining('并取得个人的单独同意') as unknown,
      language: 'zh',
    });
  });

  it('asks for the age where the law turns on it, and an unknown age is no adult age', () => {
    const when = collected({
      function: 'search',
      purposes: ['dpv:ServiceProvision'],
      categories: ['local:SearchKeywords'],
      legalBasis: 'dpv:Contract',
    });
    const told = { ...noticeFor(when), data: { ...noticeFor(when).data, items: ITEMS } };
    const verdict = judged([told], when, ['CN']);
    expect([verdict.outcome, verdict.outOfScope]).toEqual([
      'gap',
      { row: 'CLEX-S3', categories: ['https://personal-data-ledger.org/vocabulary#SearchKeywords'] },
    ]);
    expect(verdict.findings[0]?.missing).toEqual({ code: 'ageUnknown', params: { under: 14 } });
  });

  it('asks a guardian for somebody of sixteen at Kaidexipu, in writing, and at Kamoer not, as little as the law', () => {
    const when = required({
      function: 'account-registration',
      purposes: ['dpv:ServiceRegistration'],
      categories: ['pd:TelephoneNumber', 'pd:EmailAddress'],
    });
    const aboutMinors = (of: string) =>
      judged([age('16-17')], when, ['CN'], of)
        .findings.filter(({ rule }) => rule === 'COL-MINOR')
        .map(({ basis, outcome }) => [basis.kind === 'law' ? basis.lawRule : basis.kind, outcome]);
    expect(aboutMinors('kaidexipu')).toEqual([
      ['policy', 'violates'],
      ['CN-PIPL-31', 'conforms'],
    ]);
    expect(aboutMinors('kamoer')).toEqual([
      ['policy', 'conforms'],
      ['CN-PIPL-31', 'conforms'],
    ]);
  });

  it('says of the answer to a request at Kaayee that the policy is silent on when it is due', () => {
    const late = { ...answer('fulfilled'), at: '2027-03-01T09:00:00+08:00' };
    const silent = judged([request('access')], late, ['CN'], 'kaayee');
    expect([silent.silentOn, silent.findings.filter(({ basis }) => basis.kind === 'policy')]).toEqual([
      [{ topic: 'rightsResponse' }],
      [],
    ]);
    expect(judged([request('access')], late, ['CN']).silentOn).toEqual([]);
  });
});
