import {
  caseId,
  count,
  country,
  defineEvent,
  describe,
  flag,
  language,
  list,
  object,
  oneOf,
  optional,
  pastInstant,
  recipient,
  reference,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const breachId = describe('The breach, by one name throughout its course.', caseId);
const subjectCount = optional(describe('About how many people.', count));

export const BreachDetected = defineEvent({
  type: 'BreachDetected',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController', 'dataSubject'],
  description:
    'Personal data was leaked, altered or lost, or may have been. What is learnt later is a further record with the same breachId; the latest counts.',
  source: 'GDPR Art. 4(12), 33, 34(3); PIPL Art. 57; CLEX-B1..B5; KAAD-B1; KAMO-B1; A8 BRC-DUE, BRC-SCOPE',
  fields: {
    breachId,
    awareAt: describe('When the controller knew with reasonable certainty: clocks of law start here.', pastInstant),
    certainty: optional(
      describe('Whether it happened or only may have. Left out: it happened.', oneOf('suspected', 'confirmed')),
    ),
    nature: describe('What the data lost.', list(oneOf('confidentiality', 'integrity', 'availability'), 3)),
    cause: describe(
      'Who is behind it, and whether they meant it.',
      oneOf(
        'externalMalicious',
        'externalAccidental',
        'internalMalicious',
        'internalAccidental',
        'technical',
        'unknown',
      ),
    ),
    incident: optional(
      describe(
        'What happened.',
        oneOf(
          'unauthorisedAccess',
          'exfiltration',
          'ransomware',
          'malware',
          'phishing',
          'exploitedVulnerability',
          'privilegeAbuse',
          'illegalProvision',
          'misuse',
          'wrongRecipient',
          'unintendedPublication',
          'misconfiguration',
          'deviceLost',
          'paperLost',
          'mailLost',
          'unintendedDeletion',
          'unintendedModification',
          'malfunction',
          'reidentification',
          'other',
        ),
      ),
    ),
    discoveredBy: optional(
      describe('Who found it.', oneOf('controller', 'processor', 'subject', 'authority', 'thirdParty', 'press')),
    ),
    recipient: optional(describe('At which recipient, if not at the controller.', recipient)),
    startedAt: optional(describe('When it began, as far as is known.', pastInstant)),
    endedAt: optional(describe('When it was over.', pastInstant)),
    categories: optional(standard.categories),
    datasets: standard.datasets,
    subjectCategories: optional(
      describe('What kinds of people it concerns.', standard.setOf(standard.subjectCategory)),
    ),
    subjectCount,
    recordCount: optional(describe('About how many records: one person may have many.', count)),
    affectedIn: optional(
      describe(
        'Where the people live, for the authorities to be told.',
        list(object({ country: describe('Country they live in.', country), subjectCount }), 50),
      ),
    ),
    risk: optional(
      describe('Risk to the people: which duties to tell follow from it.', oneOf('unlikely', 'risk', 'high')),
    ),
    unintelligible: optional(describe('Nobody can read the data, as with a safe key.', flag)),
    effectiveMeasures: optional(describe('Measures taken since keep the harm away.', flag)),
    assessment: standard.statement('How the risk was judged, in words.'),
  },
});

/** What a notice of a breach can tell, over all regimes: a form names its own out of these. */
export const breachNoticeItem = oneOf(
  'controllerIdentity',
  'contact',
  'dpoContact',
  'processorIdentity',
  'basicFacts',
  'nature',
  'cause',
  'occurredAt',
  'awareAt',
  'timeline',
  'discovery',
  'categories',
  'sensitiveCategories',
  'subjectCategories',
  'subjectCount',
  'vulnerableSubjectCount',
  'recordCount',
  'impact',
  'likelyConsequences',
  'measuresBefore',
  'measuresTaken',
  'measuresPlanned',
  'selfProtectionAdvice',
  'remedies',
  'legalRights',
  'complaintRoute',
  'subjectNotice',
  'publication',
  'otherAuthorities',
  'crossBorder',
  'lateReason',
);

export const BreachNoticeGiven = defineEvent({
  type: 'BreachNoticeGiven',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController', 'dataSubject'],
  description: 'Somebody was told of a breach.',
  source:
    'GDPR Art. 33(1)-(4), 34; PIPL Art. 57; CLEX-B1..B5; KAAD-B1, B2; KAMO-B1; A8 BRC-CONTENT, BRC-CHANNEL, BRC-FALLBACK, BRC-REG',
  fields: {
    breachId,
    audience: describe(
      'Who was told. `controller`: a processor told the controller it acts for.',
      oneOf('regulator', 'subjects', 'subject', 'guardian', 'public', 'controller'),
    ),
    regime: optional(describe('Rule of a jurisdiction that asks for it, by its slug, such as eu-gdpr-33.', reference)),
    regulator: optional(describe('Which authority, registered as a recipient.', recipient)),
    phase: describe('Which of several notices it is.', oneOf('initial', 'followUp', 'final', 'withdrawal')),
    contents: describe('What it told.', standard.setOf(breachNoticeItem)),
    unknownItems: optional(
      describe('What it said to be unknown still, and to follow.', standard.setOf(breachNoticeItem)),
    ),
    channel: describe(
      'How.',
      oneOf(
        'email',
        'letter',
        'telephone',
        'push',
        'inPlatformPush',
        'sms',
        'announcement',
        'portal',
        'inPerson',
        'other',
      ),
    ),
    impracticable: optional(describe('For an announcement: it was found hard to tell people one by one.', flag)),
    subjectCount,
    language: optional(describe('Language of the notice.', language)),
    until: standard.until,
    lateBecause: optional(
      describe(
        'Why it came after the time set for it.',
        oneOf(
          'investigation',
          'lawEnforcement',
          'restoringSystems',
          'scopeUnknown',
          'processorLate',
          'oversight',
          'other',
        ),
      ),
    ),
    lateReason: standard.statement('Why it came late, in words.'),
  },
});
