import { controller, defineEvent, describe, oneOf, optional, uuid } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const newController = describe('The successor, registered as a controller.', controller);
const transferRef = optional(describe('Id of the PersonalDataTransferred record.', uuid));

export const SuccessorCommitmentAnswered = defineEvent({
  type: 'SuccessorCommitmentAnswered',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'A successor said whether it will be bound to the policy the data was collected under.',
  source: 'CLEX-T2; KAAD-T1; KAMO-T2; PIPL Art. 22; A8 TRF-SUCCESSOR',
  fields: {
    newController,
    answer: describe(
      'What it is bound to. `declined`: to nothing, so that each person has to be asked again.',
      oneOf('boundByPolicy', 'notLower', 'declined'),
    ),
    transferRef,
    agreementRef: standard.agreementRef,
  },
});

export const SuccessorReconsentObtained = defineEvent({
  type: 'SuccessorReconsentObtained',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The subject agreed to go on with the successor.',
  source: 'CLEX-T2; KAAD-T1; KAMO-T2; PIPL Art. 14, 22; A8 TRF-SUCCESSOR',
  fields: {
    newController,
    scope: optional(describe('What was agreed to. Left out: the processing as it was.', standard.consentScope)),
    form: describe('How strong it is.', standard.consentForm),
    givenBy: optional(describe('Who gave it. Left out: the subject.', oneOf('subject', 'guardian'))),
    transferRef,
    noticeRef: standard.noticeRef,
  },
});

export const SuccessorReconsentRefused = defineEvent({
  type: 'SuccessorReconsentRefused',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The subject did not agree to go on with the successor, which must not process the data.',
  source: 'CLEX-T2; KAAD-T1; KAMO-T2; PIPL Art. 22; A8 TRF-SUCCESSOR',
  fields: { newController, transferRef },
});
