import { describe, expect, it } from '@jest/globals';
import type { Finding, Missing } from '#libs/domain';
import { loadVocabulary } from '#libs/policy-packs';
import { explainedFinding } from './finding-explaining.ts';

const vocabulary = loadVocabulary();
const lacking = (missing: Missing): Finding => ({
  rule: 'SHR-DEID',
  outcome: 'gap',
  basis: { kind: 'none' },
  evidence: [],
  missing,
});
const ungrounded = (ground: string): Missing => ({
  code: 'groundNotListed',
  params: { ground, listed: ['consent', 'partner'] },
});

describe('explainedFinding', () => {
  it('does not call a ground unlisted that is listed for others', () => {
    const sentenceOf = (ground: string) =>
      explainedFinding(lacking(ungrounded(ground)), vocabulary, 'planned').sentence;
    expect(sentenceOf('partner')).toBe(
      'The ground partner is allowed, but not for this recipient and purpose: no row on it covers them.',
    );
    expect(sentenceOf('businessCustom')).toBe(
      'The ground businessCustom is not one of those that are allowed here (consent, partner).',
    );
  });

  it('names each other row that says the same once, and not the row it cites', () => {
    const alsoRulesOf = (...alsoRows: readonly string[]) => {
      const basis = {
        kind: 'policy',
        row: 'KAID-D1',
        policyVersion: 'v',
        language: 'en',
        clauses: [],
        alsoRows,
      } as const;
      return explainedFinding({ ...lacking(ungrounded('partner')), basis }, vocabulary, 'planned').alsoRules;
    };
    expect(alsoRulesOf('KAID-D1', 'KAID-D2', 'KAID-D1', 'KAID-D2')).toEqual(['KAID-D2']);
    expect(alsoRulesOf('KAID-D1', 'KAID-D1')).toBeUndefined();
  });

  it('names the field that declares whether the recipient can tell who it is about', () => {
    const gap = lacking({ code: 'reidentificationNotDeclared', params: { recipient: 'autonavi' } });
    const planned = explainedFinding(gap, vocabulary, 'planned');
    expect(planned.sentence).toMatch(/name reidentificationExcluded\.$/);
    expect(planned.remedy).toMatch(/Or declare it in the record itself, in reidentificationExcluded\.$/);
    expect(explainedFinding(gap, vocabulary, 'recorded').remedy).toMatch(
      /told of it from before the act\. In the record of the next act, declare it in reidentificationExcluded\.$/,
    );
  });

  it('never asks to change a record that stands in the log', () => {
    const finding = lacking(ungrounded('partner'));
    expect(explainedFinding(finding, vocabulary, 'recorded').remedy).toBe(
      'No later record can mend it: act otherwise the next time, or declare in the record of the next act what was missing.',
    );
    expect(explainedFinding(finding, vocabulary, 'planned').remedy).toMatch(/in the record itself/);
  });
});

describe('what would mend a finding', () => {
  const remedyOf = (missing: Missing) => explainedFinding(lacking(missing), vocabulary, 'planned').remedy;

  it('is, where no policy was published, to publish one, and not one of the past', () => {
    expect(remedyOf({ code: 'policyUnknown', params: { controllerId: 'mine' } })).toMatch(
      /^Publish a policy, if there is none yet: until then records are not judged\./,
    );
  });

  it('is a policy, where the law of none that was named judges', () => {
    const named = { controllerId: 'mine', jurisdictions: ['GB'] };
    expect(remedyOf({ code: 'policyUnpublished', params: named })).toMatch(
      /^Publish a policy\. Of the law of what was/,
    );
    expect(remedyOf({ code: 'policyUnpublished', params: { controllerId: 'mine' } })).toMatch(/^Name in jurisdictions/);
  });

  it('is a record of a type, whatever letter its name begins with', () => {
    expect(remedyOf({ code: 'impactAssessmentMissing', params: { occasion: 'export' } })).toBe(
      'It would conform if a record of type ImpactAssessmentRecorded told of it from before the act.',
    );
  });
});
