import {
  controller,
  defineEvent,
  describe,
  flag,
  language,
  nothingMoved,
  oneOf,
  optional,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const NoticeGiven = defineEvent({
  type: 'NoticeGiven',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'People were told what is done with their data, before it was done.',
  source: 'PIPL Art. 17, 22, 23, 30, 31, 39; GDPR Art. 13, 14; CLEX-C8; A8 COL-NOTICE',
  fields: {
    purposes: standard.purposes,
    items: optional(
      describe(
        'What it told. Left out: not declared, and then nobody can tell whether it told enough.',
        standard.noticeItems,
      ),
    ),
    givenTo: optional(describe('Who was told. Left out: the subject.', oneOf('subject', 'guardian', 'both'))),
    categories: optional(standard.categories),
    function: optional(standard.serviceFunction),
    recipients: standard.recipients,
    newController: optional(describe('Successor it names, registered as a controller.', controller)),
    channel: optional(
      describe('How it was given.', oneOf('app', 'website', 'email', 'sms', 'phone', 'letter', 'push', 'inPerson')),
    ),
    language: optional(describe('Language of the notice.', language)),
    prominent: optional(describe('Shown so that it could not be missed.', flag)),
    necessityExplained: optional(
      describe('Said why sensitive data is necessary and what it means for the person.', flag),
    ),
  },
  upcasts: [nothingMoved],
});

export const PolicyAcceptanceDeemed = defineEvent({
  type: 'PolicyAcceptanceDeemed',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description:
    'The policy says that an act counts as accepting it. Weaker than consent, and never a substitute for it.',
  source: 'CLEX [L12, L133]; KAAD [L189]; KAMO [L202]; KAAY [L53]; against PIPL Art. 14',
  fields: { by: describe('The act.', oneOf('continuedUse', 'registration', 'serviceAgreement')) },
});
