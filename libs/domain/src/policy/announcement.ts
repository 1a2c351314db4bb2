import {
  date,
  defineEvent,
  describe,
  flag,
  instant,
  language,
  oneOf,
  optional,
  reference,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const PolicyChangeAnnounced = defineEvent({
  type: 'PolicyChangeAnnounced',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'People were told that the policy changes.',
  source: 'PIPL Art. 14(2), 17(2), (3); GDPR Art. 13(3); CLEX-U1; KAAD-U1; KAMO-U1; KAID-U1; A8 POL-MAJOR',
  fields: {
    announcedVersion: describe('The new version of the policy, by its slug.', reference),
    channel: describe(
      'How.',
      oneOf('website', 'app', 'popup', 'email', 'sms', 'push', 'letter', 'announcement', 'other'),
    ),
    prominent: describe('Told so that it could not be missed.', flag),
    changedAspects: optional(
      describe(
        'What changes.',
        standard.setOf(
          oneOf(
            'purpose',
            'categories',
            'method',
            'retention',
            'recipients',
            'transfer',
            'publicDisclosure',
            'crossBorder',
            'rights',
            'contact',
            'security',
            'other',
          ),
        ),
      ),
    ),
    updateDate: optional(describe('The day of the update that the text gives.', date)),
    effectiveDate: optional(describe('The day from which it applies that the text gives.', date)),
    effectiveAt: optional(describe('The instant from which it applies.', instant)),
    language: optional(describe('Language of the announcement.', language)),
  },
});

export const ServiceTerminated = defineEvent({
  type: 'ServiceTerminated',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'The controller stopped a service: what was held for it has lost its purpose.',
  source: 'PIPL Art. 47(1)(2); GDPR Art. 17(1)(a); CLEX-R5; KAAD-R2, R3; A8 DEL-GROUND',
  fields: {
    function: optional(describe('Function that ended. Left out: the whole service.', standard.serviceFunction)),
    permanently: describe('For good. Not: for the time being.', flag),
    usersTold: optional(describe('Users were told.', flag)),
  },
});
