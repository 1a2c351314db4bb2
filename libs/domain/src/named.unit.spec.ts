import { describe, expect, it } from '@jest/globals';
import { ConsentGiven } from './consent/index.ts';
import { definitions } from './definitions.ts';
import type { EventDefinition, Field, Fields } from './event-definition.ts';
import { namedIn, pointerToParty } from './named.ts';
import { PersonalDataCollected, PersonalDataTransferred } from './processing/index.ts';
import type { StoredFields, StoredValue } from './stored-event.ts';

const EMAIL = 'https://w3id.org/dpv/pd#EmailAddress';
const AGE = 'https://w3id.org/dpv/pd#Age';
const SERVICE = 'https://w3id.org/dpv#ServiceProvision';

/** Every leaf of a definition filled with a value of its own, and what was filled in by what it names. */
class Filling {
  readonly names = new Map<string, Set<string>>();

  fields(fields: Fields, path: string): StoredFields {
    const entries = Object.entries(fields).map(([name, field]) => [name, this.value(field, `${path}/${name}`)]);
    return Object.fromEntries(entries) as StoredFields;
  }

  private value(field: Field, path: string): StoredValue {
    if (field.kind === 'optional') return this.value(field.of, path);
    if (field.kind === 'object') return this.fields(field.fields, path);
    if (field.kind === 'list') return [0, 1, 1].map((item) => this.value(field.of, `${path}/${item}`));
    const of = field.kind === 'term' ? field.scheme : field.kind;
    this.names.set(of, (this.names.get(of) ?? new Set()).add(path));
    return path;
  }
}

describe('what an event names', () => {
  it.each([...definitions.values()])('is found wherever it stands: $type', (definition: EventDefinition) => {
    const filling = new Filling();
    const { terms, recipients, controllers, references } = namedIn(definition, filling.fields(definition.fields, ''));
    for (const scheme of ['category', 'purpose', 'operation', 'legalBasis'] as const) {
      expect([...(terms.get(scheme) ?? [])]).toEqual([...(filling.names.get(scheme) ?? [])]);
    }
    expect([...recipients]).toEqual([...(filling.names.get('recipient') ?? [])]);
    expect([...controllers]).toEqual([...(filling.names.get('controller') ?? [])]);
    const ofCompany = new Set([...(filling.names.get('reference') ?? []), ...(filling.names.get('caseId') ?? [])]);
    expect(references).toEqual(ofCompany);
  });

  it('is told once, in order', () => {
    const fields = {
      scope: { purposes: [SERVICE], categories: [EMAIL, AGE, EMAIL], recipients: ['autonavi', 'kamoer-payment'] },
      form: 'explicit',
      givenBy: 'subject',
    };
    const { terms, recipients } = namedIn(ConsentGiven, fields);
    expect([...(terms.get('category') ?? [])]).toEqual([EMAIL, AGE]);
    expect([...(terms.get('purpose') ?? [])]).toEqual([SERVICE]);
    expect([...recipients]).toEqual(['autonavi', 'kamoer-payment']);
  });

  it('includes a successor', () => {
    expect([...namedIn(PersonalDataTransferred, { newController: 'kamoer' }).controllers]).toEqual(['kamoer']);
  });

  it('passes over what a stored event lacks or has otherwise', () => {
    const odd = JSON.parse(
      '{"categories": [null, "pd:Name"], "purposes": [1, null], "legalBasis": ["x"]}',
    ) as StoredFields;
    expect([...namedIn(PersonalDataCollected, odd).terms.values()].flatMap((iris) => [...iris])).toEqual([]);
    expect([...namedIn(PersonalDataCollected, {}).recipients]).toEqual([]);
  });
});

describe('where a party is named', () => {
  it.each([...definitions.values()])('is told for each that is named: $type', (definition: EventDefinition) => {
    const filling = new Filling();
    const fields = filling.fields(definition.fields, '');
    for (const kind of ['recipient', 'controller'] as const) {
      // Each leaf holds its own path.
      const ids = [...(filling.names.get(kind) ?? [])];
      expect(ids.map((id) => pointerToParty(definition, fields, { kind, id }))).toEqual(ids);
    }
  });

  it('is nowhere for one that is not, whatever stands there', () => {
    const id = 'carrier';
    for (const recipients of [undefined, 'carrier', 5, ['other', 7]]) {
      const fields = { recipients, recipient: 'other' } as unknown as StoredFields;
      expect(pointerToParty(PersonalDataCollected, fields, { kind: 'recipient', id })).toBe('');
    }
  });
});
