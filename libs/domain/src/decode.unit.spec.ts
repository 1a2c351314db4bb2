import { describe, expect, it } from '@jest/globals';
import { decode, encode, fieldsAs } from './codec.ts';
import { DomainError } from './domain-error.ts';
import type { DomainErrorCode } from './domain-error.ts';
import { defineEvent, reference, sealedText } from './event-definition.ts';
import type { EventDefinition } from './event-definition.ts';
import { SubjectsMerged } from './identity/index.ts';
import { withOpened } from './opened.ts';
import type { OpenedCompartment } from './opened.ts';
import { PersonalDataShared } from './processing/index.ts';
import { vocabularyFrom } from './vocabulary.ts';

const EMAIL = 'https://w3id.org/dpv/pd#EmailAddress';
const SERVICE = 'https://w3id.org/dpv#ServiceProvision';
const vocabulary = vocabularyFrom([
  { iri: EMAIL, prefixed: 'pd:EmailAddress', scheme: 'category', labels: { en: 'E-mail address' } },
  { iri: SERVICE, prefixed: 'dpv:ServiceProvision', scheme: 'purpose', labels: { en: 'Provide the service' } },
]);

const SUBJECT = '8f14e45f-ceea-467f-8d1b-3a5d1d0f2a11';
/** Stands for anything a caller sends; must not come back in a fault. */
const CANARY = 'canary-7f3a@example.org';

const envelope = { controllerId: 'kaadas', subjectId: SUBJECT, occurredAt: '2026-11-22T09:30:00+08:00' };
const shared = {
  recipient: 'autonavi',
  recipientKind: 'partner',
  ground: 'deidentified',
  purposes: ['dpv:ServiceProvision'],
  categories: ['pd:EmailAddress'],
  identifiability: 'deidentified',
} as const;

function codeOf(action: () => unknown): DomainErrorCode | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return undefined;
}

const open = (compartments: { readonly [name: string]: string }): ReadonlyMap<string, OpenedCompartment> =>
  new Map(Object.entries(compartments).map(([name, plaintext]) => [name, { state: 'open', plaintext }]));

describe('decode', () => {
  const { data } = encode(PersonalDataShared, { envelope, fields: shared }, vocabulary);

  it('types the fields by the definition asked for', () => {
    const event = decode('PersonalDataShared', data);
    const recipient: string | undefined = fieldsAs(event, PersonalDataShared)?.recipient;
    expect(recipient).toBe('autonavi');
    expect(fieldsAs(event, SubjectsMerged)).toBeUndefined();
  });

  it.each([
    ['unknownType', 'PersonalDataEaten', data],
    ['unknownType', 'toString', data],
    ['unknownSchemaVersion', 'PersonalDataShared', { ...data, schemaVersion: 3 }],
    ['unknownSchemaVersion', 'PersonalDataShared', { ...data, schemaVersion: 0 }],
    ['unknownSchemaVersion', 'PersonalDataShared', { ...data, schemaVersion: 0.5 }],
    ['malformedEvent', 'PersonalDataShared', { ...data, schemaVersion: '1' }],
    ['malformedEvent', 'PersonalDataShared', { ...data, occurredAt: undefined }],
    ['malformedEvent', 'PersonalDataShared', { ...data, fields: [] }],
    ['malformedEvent', 'PersonalDataShared', { ...data, sealed: 'x' }],
    ['malformedEvent', 'PersonalDataShared', null],
  ])('throws %s for an event that cannot be understood (%s)', (code, type, stored) => {
    expect(codeOf(() => decode(type, stored))).toBe(code);
  });
});

describe('an event in its second version', () => {
  /** Version 1 named the recipient `to` and had the note at the top; version 2 has a `recipient` object. */
  const Handed = defineEvent({
    type: 'Handed',
    schemaVersion: 2,
    family: 'processing',
    streams: ['dataSubject'],
    description: 'Something was handed over.',
    source: 'test',
    fields: {
      recipient: { kind: 'object', fields: { name: reference, note: sealedText(100) } },
    },
    upcasts: [
      {
        fields: ({ to, ...rest }) => ({ ...rest, recipient: { name: to ?? 'unknown' } }),
        pointer: (older) => (older === '/note' ? '/recipient/note' : older),
      },
    ],
  });
  const known = new Map<string, EventDefinition>([[Handed.type, Handed]]);
  const first = {
    schemaVersion: 1,
    subjectId: SUBJECT,
    occurredAt: envelope.occurredAt,
    fields: { to: 'autonavi' },
    sealed: { statements: 'c' },
  };

  it('is read as the second, and says in which it was stored', () => {
    const event = decode('Handed', first, known);
    expect([event.storedVersion, event.fields]).toEqual([1, { recipient: { name: 'autonavi' } }]);
  });

  it('gets its sealed texts back where they stand today', () => {
    const event = withOpened(decode('Handed', first, known), open({ statements: '{"/note":"quietly"}' }));
    expect(event.fields).toEqual({ recipient: { name: 'autonavi', note: 'quietly' } });
  });

  it('is written as the second only', () => {
    const { data, toSeal } = encode(
      Handed,
      { envelope, fields: { recipient: { name: 'autonavi', note: 'quietly' } } },
      vocabulary,
    );
    expect([data.schemaVersion, data.fields, toSeal]).toEqual([
      2,
      { recipient: { name: 'autonavi' } },
      { statements: '{"/recipient/note":"quietly"}' },
    ]);
    const event = withOpened(decode('Handed', { ...data, sealed: toSeal }, known), open(toSeal));
    expect(event.fields).toEqual({ recipient: { name: 'autonavi', note: 'quietly' } });
  });
});

describe('withOpened', () => {
  const { data, toSeal } = encode(
    PersonalDataShared,
    { envelope, fields: { ...shared, minimisationNote: 'Why' }, details: { 'pd:EmailAddress': { a: 1 } } },
    vocabulary,
  );
  const event = decode('PersonalDataShared', { ...data, sealed: { statements: 'c1', [`details/${EMAIL}`]: 'c2' } });

  it('says why a compartment stayed closed and shows the rest', () => {
    const opened = new Map<string, OpenedCompartment>([['statements', { state: 'erased' }]]);
    const revealed = withOpened(event, opened);
    expect(revealed).toEqual({ ...event, closed: { statements: 'erased', [`details/${EMAIL}`]: 'notOpened' } });
  });

  it('shows opened details though the statements were tampered with', () => {
    const opened = new Map<string, OpenedCompartment>([...open(toSeal), ['statements', { state: 'tampered' }]]);
    const revealed = withOpened(event, opened);
    expect(revealed).toEqual({ ...event, details: { [EMAIL]: { a: 1 } }, closed: { statements: 'tampered' } });
  });

  it('changes nothing in the event it is given', () => {
    const before = structuredClone({ fields: event.fields, sealed: event.sealed });
    withOpened(event, open(toSeal));
    expect({ fields: event.fields, sealed: event.sealed }).toEqual(before);
  });

  it.each([['no JSON'], ['[1'], ['7'], ['{"/minimisationNote":7}'], ['{"/recipient/x":"y"}']])(
    'refuses opened statements that are not what encode seals: %s',
    (plaintext) => {
      expect(codeOf(() => withOpened(event, open({ statements: plaintext })))).toBe('malformedEvent');
    },
  );

  it('quotes no opened text in its errors', () => {
    try {
      withOpened(event, open({ statements: CANARY }));
      expect('it').toBe('refused');
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect(String((error as Error).message) + String((error as Error).cause)).not.toContain('canary');
    }
  });
});
