import {
  date,
  defineEvent,
  describe,
  oneOf,
  optional,
  pastInstant,
  recipient,
  reference,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const ImpactAssessmentRecorded = defineEvent({
  type: 'ImpactAssessmentRecorded',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'The controller assessed what processing means for people, before it began.',
  source: 'PIPL Art. 55, 56; GDPR Art. 35; A8 XB-MECH',
  fields: {
    assessment: describe('The assessment, by its slug.', reference),
    occasions: describe(
      'What made it due.',
      standard.setOf(
        oneOf('sensitive', 'automatedDecision', 'entrust', 'provide', 'publish', 'export', 'majorEffect', 'highRisk'),
      ),
    ),
    function: optional(standard.serviceFunction),
    recipient: optional(describe('Recipient it is about.', recipient)),
    purposes: optional(standard.purposes),
    categories: optional(standard.categories),
    contents: optional(
      describe(
        'What it looked at.',
        standard.setOf(oneOf('lawfulnessAndNecessity', 'impactAndRisk', 'protectiveMeasures')),
      ),
    ),
    residualRisk: optional(describe('Risk that remains.', oneOf('low', 'medium', 'high'))),
    carriedOutAt: describe('When it was done.', pastInstant),
    retainUntil: optional(describe('Last day on which its report is kept.', date)),
  },
});
