import { describe, expect, it } from '@jest/globals';
import { BackupTaken } from './backup/index.ts';
import { assemble, encode } from './codec.ts';
import type { NewEvent } from './codec.ts';
import { ConsentGiven } from './consent/index.ts';
import { DomainError } from './domain-error.ts';
import { sealOwnerOf, subjectFormOf } from './envelope.ts';
import { defineEvent, oneOf } from './event-definition.ts';
import type { EventDefinition } from './event-definition.ts';
import type { Fault } from './fault.ts';
import { FAULT_COUNT_MAX } from './fault.ts';
import { ActorIdentified, IdentifiersLinked } from './identity/index.ts';
import { PersonalDataCollected, PersonalDataShared } from './processing/index.ts';
import { subjectsOf } from './record-report.ts';
import { vocabularyFrom } from './vocabulary.ts';

const EMAIL = 'https://w3id.org/dpv/pd#EmailAddress';
const SERVICE = 'https://w3id.org/dpv#ServiceProvision';
const vocabulary = vocabularyFrom([
  { iri: EMAIL, prefixed: 'pd:EmailAddress', scheme: 'category', labels: { en: 'E-mail address' } },
  { iri: SERVICE, prefixed: 'dpv:ServiceProvision', scheme: 'purpose', labels: { en: 'Provide the service' } },
]);

const SUBJECT = '8f14e45f-ceea-467f-8d1b-3a5d1d0f2a11';
const ACTOR = '8f14e45f-ceea-467f-8d1b-3a5d1d0f2a12';
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

function faultsOf(definition: EventDefinition, event: unknown): readonly Fault[] {
  try {
    encode(definition, event as NewEvent, vocabulary);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalidRecord') return error.faults;
    throw error;
  }
  return [];
}

function places(faults: readonly Fault[]): readonly string[] {
  return faults.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('encode', () => {
  it('leaves out of the envelope what is undefined, and writes ids in lower case', () => {
    const { data } = encode(
      PersonalDataShared,
      {
        envelope: { ...envelope, subjectId: SUBJECT.toUpperCase(), actorId: undefined, policyVersion: undefined },
        fields: shared,
      },
      vocabulary,
    );
    expect(data).toEqual({
      schemaVersion: 2,
      controllerId: 'kaadas',
      subjectId: SUBJECT,
      occurredAt: '2026-11-22T09:30:00+08:00',
      fields: { ...shared, purposes: [SERVICE], categories: [EMAIL] },
    });
  });

  it('keeps nothing somebody typed in clear', () => {
    const { data, toSeal } = encode(
      PersonalDataShared,
      {
        envelope,
        fields: { ...shared, minimisationNote: CANARY },
        details: { 'pd:EmailAddress': CANARY },
      },
      vocabulary,
    );
    expect(JSON.stringify(data)).not.toContain(CANARY);
    expect(toSeal).toEqual({
      statements: JSON.stringify({ '/minimisationNote': CANARY }),
      [`details/${EMAIL}`]: JSON.stringify(CANARY),
    });
  });

  it('names each fault by its pointer, all at once', () => {
    const event = {
      envelope: { ...envelope, occurredAt: 'yesterday', policyVersion: 'V 1', jurisdictions: ['CN', 'XX'] },
      fields: {
        recipient: 'Auto Navi',
        recipientKind: 'friend',
        purposes: [],
        categories: ['pd:EmailAddress', 'pd:Emailadress', 7],
        identifiability: null,
        recipent: 'autonavi',
        encrypted: 'yes',
        minimisationNote: 'x'.repeat(4001),
        datasets: 'crm',
      },
      details: { 'pd:Nothing': 1 },
    };
    expect(places(faultsOf(PersonalDataShared, event))).toEqual([
      '/occurredAt malformed',
      '/policyVersion malformed',
      '/jurisdictions/1 malformed',
      '/data unexpected',
      '/data/recipient malformed',
      '/data/recipientKind notAllowed',
      '/data/ground missing',
      '/data/purposes empty',
      '/data/categories/1 unknownTerm',
      '/data/categories/2 malformed',
      '/data/identifiability notAllowed',
      '/data/encrypted malformed',
      '/data/datasets wrongType',
      '/data/minimisationNote tooLong',
      '/details unknownTerm',
    ]);
  });

  it('suggests the nearest names', () => {
    const faults = faultsOf(PersonalDataShared, {
      envelope,
      fields: { ...shared, categories: ['Emailadress'], recipent: 1 },
    });
    expect(faults.map(({ pointer, nearest }) => ({ pointer, nearest }))).toEqual([
      { pointer: '/data', nearest: ['recipient', 'recipientKind'] },
      { pointer: '/data/categories/0', nearest: ['pd:EmailAddress'] },
    ]);
  });

  it('repeats in no fault what the caller sent', () => {
    const hostile = {
      envelope: {
        controllerId: CANARY,
        subjectId: CANARY,
        occurredAt: CANARY,
        policyVersion: CANARY,
        jurisdictions: [CANARY],
        actorId: CANARY,
      },
      fields: {
        function: CANARY,
        categories: [{ category: CANARY, necessity: CANARY, [CANARY]: CANARY }, CANARY],
        source: { kind: CANARY, name: CANARY },
        purposes: [CANARY],
        [CANARY]: CANARY,
      },
      details: { [CANARY]: CANARY },
      identifiers: [{ scheme: CANARY, value: CANARY }],
    };
    const faults = faultsOf(PersonalDataCollected, hostile);
    expect(faults.length).toBeGreaterThan(12);
    expect(JSON.stringify(faults)).not.toContain('canary');
  });

  it('bounds the faults it tells', () => {
    const fields = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`unknown${index}`, 1]));
    expect(faultsOf(PersonalDataShared, { envelope, fields })).toHaveLength(FAULT_COUNT_MAX);
  });

  it('is not misled by names every object has', () => {
    const fields = { ...shared, ...(JSON.parse('{"__proto__": {"ground": "x"}}') as object), constructor: 1 };
    expect(places(faultsOf(PersonalDataShared, { envelope, fields }))).toEqual([
      '/data unexpected',
      '/data unexpected',
    ]);
    const own = JSON.parse(`{"__proto__": 1, ${JSON.stringify(shared).slice(1)}`) as unknown;
    expect(places(faultsOf(PersonalDataShared, { envelope, fields: own }))).toEqual(['/data unexpected']);
    expect(places(faultsOf(PersonalDataShared, { envelope, fields: shared, details: { toString: 1 } }))).toEqual([
      '/details unknownTerm',
    ]);
  });

  it.each([
    ['a list', []],
    ['null', null],
    ['a text', 'x'],
    ['nothing', undefined],
  ])('refuses %s in place of the fields', (_what, fields) => {
    expect(places(faultsOf(PersonalDataShared, { envelope, fields }))).toEqual(['/data wrongType']);
  });

  it('asks for a subject where the type is about one, and refuses one where it is not', () => {
    const { subjectId: _none, ...nobody } = envelope;
    const consent = {
      scope: { purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddress'] },
      form: 'explicit',
      givenBy: 'subject',
    };
    expect(places(faultsOf(ConsentGiven, { envelope: nobody, fields: consent }))).toEqual(['/subject missing']);
    const backup = { backupRef: 'nightly', datasets: ['crm'] };
    expect(places(faultsOf(BackupTaken, { envelope, fields: backup }))).toEqual(['/subject notAllowed']);
    expect(places(faultsOf(BackupTaken, { envelope: nobody, fields: backup }))).toEqual([]);
    expect([PersonalDataShared, ConsentGiven, BackupTaken, ActorIdentified].map(subjectFormOf)).toEqual([
      'optional',
      'required',
      'refused',
      'refused',
    ]);
  });

  it('refuses what would have to be sealed where nobody has a key for it', () => {
    const { subjectId: _none, ...nobody } = envelope;
    const event = {
      envelope: nobody,
      fields: { ...shared, minimisationNote: 'Why' },
      details: { 'pd:EmailAddress': 1 },
    };
    expect(places(faultsOf(PersonalDataShared, event))).toEqual([
      '/data/minimisationNote notAllowed',
      '/details notAllowed',
    ]);
  });

  it('refuses a number that would be sealed as null', () => {
    const details = JSON.parse('{"pd:EmailAddress":{"deep":[1e400]}}') as { [category: string]: unknown };
    expect(places(faultsOf(PersonalDataShared, { envelope, fields: shared, details }))).toEqual(['/details malformed']);
  });

  it('refuses details and identifiers where the type has none', () => {
    const event = {
      envelope,
      fields: { by: 'registration' },
      details: {},
      identifiers: [{ scheme: 'email', value: 'a' }],
    };
    const type = defineEvent({
      ...PersonalDataShared,
      seals: [],
      fields: { by: oneOf('registration') },
    });
    expect(places(faultsOf(type, event))).toEqual(['/identifiers notAllowed', '/details notAllowed']);
  });

  it('bounds details in number, depth and length', () => {
    const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);
    const withDetails = (details: unknown) =>
      places(faultsOf(PersonalDataShared, { envelope, fields: shared, details }));
    expect(withDetails({ 'pd:EmailAddress': deep(8) })).toEqual([]);
    expect(withDetails({ 'pd:EmailAddress': deep(9) })).toEqual(['/details tooDeep']);
    expect(withDetails({ 'pd:EmailAddress': 'x'.repeat(16_382) })).toEqual([]);
    expect(withDetails({ 'pd:EmailAddress': 'x'.repeat(16_383) })).toEqual(['/details tooLong']);
    expect(withDetails({ 'pd:EmailAddress': 1, [EMAIL]: 2 })).toEqual(['/details notAllowed']);
    expect(withDetails({})).toEqual(['/details malformed']);
    expect(withDetails([1])).toEqual(['/details wrongType']);
    expect(withDetails({ 'pd:EmailAddress': undefined })).toEqual(['/details wrongType']);
  });

  it('seals identifiers whole and refuses anything beside scheme and value', () => {
    const identifiers = [{ scheme: 'email', value: 'a@example.org' }];
    const event = { envelope, fields: { identifierCount: 1 }, identifiers };
    expect(encode(IdentifiersLinked, event, vocabulary).toSeal).toEqual({ identifiers: JSON.stringify(identifiers) });
    const withIdentifiers = (written: unknown) =>
      places(faultsOf(IdentifiersLinked, { ...event, identifiers: written }));
    expect(withIdentifiers([{ scheme: 'email', value: 'a', note: 'b' }])).toEqual(['/identifiers/0 wrongType']);
    expect(withIdentifiers([{ scheme: 'e mail', value: 'a' }])).toEqual(['/identifiers/0/scheme malformed']);
    expect(withIdentifiers([{ scheme: 'email', value: ' ' }])).toEqual(['/identifiers/0/value malformed']);
    expect(withIdentifiers([])).toEqual(['/identifiers malformed']);
    expect(withIdentifiers(Array.from({ length: 21 }, () => identifiers[0]))).toEqual(['/identifiers malformed']);
  });

  it("seals an actor's name under the actor", () => {
    const event = {
      envelope: { actorId: ACTOR, occurredAt: envelope.occurredAt },
      fields: { actorKind: 'person', name: 'A' },
    } as const;
    expect(encode(ActorIdentified, event, vocabulary).toSeal).toEqual({ statements: '{"/name":"A"}' });
    expect(sealOwnerOf(ActorIdentified, event.envelope)).toBe(ACTOR);
    expect(sealOwnerOf(PersonalDataShared, { ...envelope, actorId: ACTOR })).toBe(SUBJECT);
  });
});

describe('assemble', () => {
  it('stores content that was read before', () => {
    const content = { fields: { by: 'registration' }, toSeal: {} };
    expect(assemble(PersonalDataShared, envelope, content)).toEqual({
      data: { schemaVersion: 2, ...envelope, fields: content.fields },
      toSeal: {},
    });
  });
});

describe('subjectsOf', () => {
  it('gives one form to one, several or no subjects', () => {
    const one = { subjectId: SUBJECT };
    expect([subjectsOf({ subject: one }), subjectsOf({ subjects: [one, one] }), subjectsOf({})]).toEqual([
      [one],
      [one, one],
      [],
    ]);
  });
});
