import { defineEvent, describe, oneOf, optional, reference } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const holdRef = describe('The hold, by its slug.', reference);

export const LegalHoldPlaced = defineEvent({
  type: 'LegalHoldPlaced',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'Data must not be deleted for now.',
  source: 'GDPR Art. 17(3)(b), (e); PIPL Art. 47(2); A8 DEL-LAW',
  fields: {
    holdRef,
    ground: describe('Why.', oneOf('litigation', 'investigation', 'statutoryRetention', 'authorityOrder')),
    lawRef: optional(describe('The law or order, by its slug.', reference)),
    categories: optional(standard.categories),
    datasets: standard.datasets,
    until: standard.until,
    reason: standard.statement('Why, in words.'),
  },
});

export const LegalHoldReleased = defineEvent({
  type: 'LegalHoldReleased',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'A legal hold ended; what was due to be deleted is due again.',
  source: 'GDPR Art. 17(3), 5(1)(e); PIPL Art. 47(2)',
  fields: { holdRef },
});
