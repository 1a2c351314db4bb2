import { describe, expect, it } from '@jest/globals';
import { sentenceOf } from './missing.ts';
import type { Missing } from './missing.ts';

const said = (missing: Missing) => sentenceOf(missing, (value) => value);
const consent = (forms: readonly string[]) =>
  said({ code: 'consentMissing', params: { forms, categories: ['pd:Email'], purposes: ['dpv:Marketing'] } });

describe('what was missing, in a sentence', () => {
  it('says in words what an impact assessment was due for', () => {
    expect(said({ code: 'impactAssessmentMissing', params: { occasion: 'sensitive' } })).toBe(
      'No impact assessment of the collection of sensitive data was made before.',
    );
  });

  it('calls nothing implied consent that is asked for: where any will do, it tells no form', () => {
    expect(consent(['implied', 'express', 'explicit'])).toBe(
      'No consent was in force that covers pd:Email for dpv:Marketing.',
    );
    expect(consent(['separate', 'written'])).toBe(
      'No separate or written consent was in force that covers pd:Email for dpv:Marketing.',
    );
  });

  it('says that a company without a policy is judged from its first one on', () => {
    expect(said({ code: 'policyUnknown', params: { controllerId: 'mine' } })).toMatch(
      /publish a policy: until then records are not judged/,
    );
  });
});
