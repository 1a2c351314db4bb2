import { defineEvent, describe, flag, oneOf, optional, recipient, term, uuid } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const RecipientServiceEnded = defineEvent({
  type: 'RecipientServiceEnded',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'A recipient does no more work for the controller or with it: its access has to end.',
  source: 'KAAY-D11; PIPL Art. 21(2); GDPR Art. 28(3)(g); A8 SHR-END',
  fields: {
    recipient: describe('Who it was.', recipient),
    function: optional(describe('Function it worked for. Left out: all of them.', standard.serviceFunction)),
    returnOrDeletionAsked: optional(describe('It was asked to give the data back or delete it.', flag)),
  },
});

export const RecipientUseReported = defineEvent({
  type: 'RecipientUseReported',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'The controller learnt what a recipient does with data it was given.',
  source: 'PIPL Art. 21(2), 23; CLEX-D4; KAAY-D3, D4m; KAAD-D2; KAMO-D3, D4; A8 SHR-AFFILIATE, SHR-PURPOSE-LOCK',
  fields: {
    recipient: describe('Who uses it.', recipient),
    purposes: standard.purposes,
    categories: standard.categories,
    operation: optional(describe('What was done.', term('operation'))),
    identifiability: optional(describe('Whether the recipient can tell who it is about.', standard.identifiability)),
    sharedRef: optional(describe('Id of the PersonalDataShared record it had the data from.', uuid)),
    consentRef: standard.consentRef,
    legalBasis: standard.legalBasis,
    learntFrom: describe(
      'From whom it is known.',
      oneOf('recipient', 'audit', 'monitoring', 'subject', 'authority', 'thirdParty'),
    ),
  },
});
