import { encode, HistoryRead, IdentifiersLinked } from '#libs/domain';
import { ConsentGiven, PersonalDataCollected, PersonalDataShared, PersonalDataUsed } from '#libs/domain';
import type { EncodedEvent, Envelope, Vocabulary } from '#libs/domain';

/** An event whose subject, controller and instant are still to be filled in. */
export interface EventTemplate {
  readonly type: string;
  /** Before the subject's id in the name of the stream. */
  readonly stream: 'dataSubject' | 'access';
  readonly data: EncodedEvent['data'];
  /** Length of the plaintext by compartment. */
  readonly sealedLengths: { readonly [compartment: string]: number };
}

/** Any subject and instant that pass: they are replaced in each event. */
const ENVELOPE: Envelope = {
  controllerId: 'kamoer',
  subjectId: '00000000-0000-7000-8000-000000000000',
  occurredAt: '2026-01-01T00:00:00Z',
  policyVersion: 'v1',
  jurisdictions: ['CN'],
};
const ADDRESS = {
  street: 'Example Street 1',
  city: 'Shanghai',
  zip: '200000',
  note: 'Second gate, ring before you come.',
};
const PURPOSES = ['dpv:ServiceProvision', 'dpv:Marketing'];
const RECIPIENTS = ['sf-express', 'alipay', 'autonavi'];

/** The first event about each subject. */
export function linkTemplate(vocabulary: Vocabulary): EventTemplate {
  const identifiers = [{ scheme: 'userId', value: 'user-0000000' }];
  const envelope = withoutPolicy(ENVELOPE);
  const encoded = encode(IdentifiersLinked, { envelope, fields: { identifierCount: 1 }, identifiers }, vocabulary);
  return templateOf('IdentifiersLinked', encoded);
}

/** What comes after it, as often as in a shop with an app: each of the list equally often. */
export function lifeTemplates(vocabulary: Vocabulary): readonly EventTemplate[] {
  const read = encode(
    HistoryRead,
    { envelope: withoutPolicy(ENVELOPE), fields: { role: 'dpo', itemCount: 10, revealed: false } },
    vocabulary,
  );
  const consent = encode(
    ConsentGiven,
    {
      envelope: ENVELOPE,
      fields: {
        scope: { purposes: ['dpv:Marketing'], categories: ['pd:EmailAddress', 'pd:Name'] },
        form: 'express',
        givenBy: 'subject',
        channel: 'app',
      },
    },
    vocabulary,
  );
  return [
    ...PURPOSES.flatMap((purpose) => collectedAndUsed(purpose, vocabulary)),
    ...RECIPIENTS.map((recipient) => shared(recipient, vocabulary)),
    templateOf('ConsentGiven', consent),
    templateOf('HistoryRead', read, 'access'),
  ];
}

function collectedAndUsed(purpose: string, vocabulary: Vocabulary): EventTemplate[] {
  const legalBasis = 'eu-gdpr:A6-1-b';
  const collected = encode(
    PersonalDataCollected,
    {
      envelope: ENVELOPE,
      fields: {
        function: 'shop',
        categories: [{ category: 'pd:Name', necessity: 'required' }, { category: 'pd:PhysicalAddress' }],
        source: { kind: 'subject' },
        purposes: [purpose],
        legalBasis,
      },
      details: { 'pd:PhysicalAddress': ADDRESS },
    },
    vocabulary,
  );
  const fields = { operation: 'dpv:Use', purposes: [purpose], categories: ['pd:Name'], legalBasis };
  const used = encode(PersonalDataUsed, { envelope: ENVELOPE, fields }, vocabulary);
  return [templateOf('PersonalDataCollected', collected), templateOf('PersonalDataUsed', used)];
}

function shared(recipient: string, vocabulary: Vocabulary): EventTemplate {
  const encoded = encode(
    PersonalDataShared,
    {
      envelope: ENVELOPE,
      fields: {
        recipient,
        recipientKind: 'logistics',
        ground: 'requestedService',
        purposes: ['dpv:ServiceProvision'],
        categories: ['pd:Name', 'pd:PhysicalAddress'],
        identifiability: 'identified',
      },
      details: { 'pd:PhysicalAddress': ADDRESS },
    },
    vocabulary,
  );
  return templateOf('PersonalDataShared', encoded);
}

function templateOf(
  type: string,
  { data, toSeal }: EncodedEvent,
  stream: EventTemplate['stream'] = 'dataSubject',
): EventTemplate {
  const sealedLengths = Object.fromEntries(
    Object.entries(toSeal).map(([name, text]) => [name, Buffer.byteLength(text)]),
  );
  return { type, stream, data, sealedLengths };
}

function withoutPolicy({ controllerId, subjectId, occurredAt }: Envelope): Envelope {
  return { controllerId, subjectId, occurredAt };
}
