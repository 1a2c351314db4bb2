import { defineEvent, describe, document, instant, reference } from '../event-definition.ts';

export const PolicyVersionPublished = defineEvent({
  type: 'PolicyVersionPublished',
  schemaVersion: 1,
  family: 'registry',
  streams: ['policy'],
  description: 'A version of the policy of a company was published as data: what happens from then on is judged by it.',
  source: 'PIPL Art. 7, 17(3); GDPR Art. 5(2), 12(1); A8 POL-VERSION',
  fields: {
    policyVersion: describe('The version, by its slug.', reference),
    effectiveFrom: describe('From when on it counts.', instant),
    pack: describe('The policy pack as it was read: terms are IRIs.', document),
  },
});
