import { caseId, defineEvent, describe, flag, oneOf, optional, recipient, reference } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const requestId = optional(describe('The request for erasure it follows from.', caseId));

export const RecipientDeletionNotified = defineEvent({
  type: 'RecipientDeletionNotified',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'A recipient was told to delete what it was given.',
  source: 'GDPR Art. 17(2), 19; KAAD-R4; KAMO-R4; A8 DEL-PROPAGATE',
  fields: {
    recipient: describe('Who was told.', recipient),
    categories: optional(standard.categories),
    deletionRequired: optional(describe('Deletion was asked for, and not only told of.', flag)),
    requestId,
    datasets: standard.datasets,
  },
});

export const RecipientDeletionAnswered = defineEvent({
  type: 'RecipientDeletionAnswered',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description:
    'A recipient answered whether it deleted. `exempted`: the controller itself holds that it need not, or need not be told.',
  source: 'GDPR Art. 19; KAAD-R4; KAMO-R4; A8 DEL-PROPAGATE',
  fields: {
    recipient: describe('Who answered.', recipient),
    outcome: describe('What came of it.', oneOf('confirmed', 'refused', 'exempted')),
    ground: optional(
      describe(
        'Why it does not delete. `none`: there was no ground.',
        oneOf('independentAuthorisation', 'law', 'impossible', 'disproportionate', 'none'),
      ),
    ),
    lawRef: optional(describe('The law relied on, by its slug.', reference)),
    categories: optional(standard.categories),
    requestId,
  },
});
