import { defineEvent, describe, instant, oneOf, optional, reference, uuid } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const channel = optional(
  describe('Where it was said.', oneOf('app', 'website', 'email', 'phone', 'paper', 'inPerson', 'device')),
);

export const ConsentGiven = defineEvent({
  type: 'ConsentGiven',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The subject, or somebody who may, consented to processing.',
  source: 'PIPL Art. 14, 23, 25, 29, 31, 39; GDPR Art. 4(11), 7, 8; ISO/IEC TS 27560',
  fields: {
    scope: describe('What the consent covers.', standard.consentScope),
    form: describe('How strong it is.', standard.consentForm),
    givenBy: describe('Who gave it.', oneOf('subject', 'guardian', 'employerWarranty')),
    channel,
    noticeRef: standard.noticeRef,
    expiresAt: optional(describe('When it ends by itself.', instant)),
    evidenceRef: optional(describe('Where the proof is kept, by its slug.', reference)),
    evidence: standard.statement('The proof in words: what was shown, what was said.'),
  },
});

export const ConsentWithdrawn = defineEvent({
  type: 'ConsentWithdrawn',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'Consent was withdrawn. It does not reach back.',
  source: 'PIPL Art. 15; GDPR Art. 7(3); CLEX-G1; KAMO-G3',
  fields: {
    consentRef: standard.consentRef,
    scope: optional(describe('What was withdrawn. Left out: everything that was consented to.', standard.consentScope)),
    withdrawnBy: describe('Who withdrew it.', oneOf('subject', 'guardian', 'employer')),
    channel,
    reason: standard.statement('Why, in words.'),
  },
});

export const ConsentExpired = defineEvent({
  type: 'ConsentExpired',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'Consent ended by itself.',
  source: 'GDPR Art. 5(2), 7(1); ISO/IEC TS 27560 (validity duration)',
  fields: { consentRef: describe('Id of the ConsentGiven record that ended.', uuid) },
});
