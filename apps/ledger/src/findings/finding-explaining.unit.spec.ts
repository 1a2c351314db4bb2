import { describe, expect, it } from '@jest/globals';
import type { Missing } from '#libs/domain';
import { loadVocabulary } from '#libs/policy-packs';
import { explainedFinding } from './finding-explaining.ts';

const vocabulary = loadVocabulary();
const remedyOf = (missing: Missing) =>
  explainedFinding({ rule: 'POL-SILENCE', outcome: 'gap', basis: { kind: 'none' }, evidence: [], missing }, vocabulary)
    .remedy;

describe('what would mend a finding', () => {
  it('is, where no policy was published, to publish one, and not one of the past', () => {
    expect(remedyOf({ code: 'policyUnknown', params: { controllerId: 'mine' } })).toMatch(
      /^Publish a policy, if there is none yet: until then records are not judged\./,
    );
  });

  it('is a record of a type, whatever letter its name begins with', () => {
    expect(remedyOf({ code: 'impactAssessmentMissing', params: { occasion: 'export' } })).toBe(
      'It would conform if a record of type ImpactAssessmentRecorded told of it from before the act.',
    );
  });
});
