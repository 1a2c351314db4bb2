import { describe, expect, it } from '@jest/globals';
import { definitions, recipientsIn, termsIn } from '#libs/domain';
import type { EventDefinition, Field, Fields, StoredFields, StoredValue, TermScheme } from '#libs/domain';
import { searchableIn } from './searchable-terms.ts';

const SCHEMES: readonly TermScheme[] = ['category', 'purpose', 'operation', 'legalBasis'];

/** Fields filled to the last leaf, terms and recipients each with a value of their own. */
function filled(fields: Fields, path: string): StoredFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, filledField(field, `${path}/${name}`)]),
  );
}

function filledField(field: Field, path: string): StoredValue {
  switch (field.kind) {
    case 'optional':
      return filledField(field.of, path);
    case 'list':
      return [
        filledField(field.of, `${path}/0`),
        filledField(field.of, `${path}/1`),
        filledField(field.of, `${path}/1`),
      ];
    case 'object':
      return filled(field.fields, path);
    default:
      return path;
  }
}

describe('what an event can be found by', () => {
  it.each([...definitions.values()])('is what the domain says it names: $type', (definition: EventDefinition) => {
    for (const fields of [filled(definition.fields, ''), {}]) {
      const { terms, recipients } = searchableIn(definition, fields);
      const found = new Map(terms.map(({ scheme, iris }) => [scheme, [...iris].sort()]));
      for (const scheme of SCHEMES) {
        expect(found.get(scheme) ?? []).toEqual([...termsIn(definition, fields, scheme)].sort());
      }
      expect([...recipients].sort()).toEqual([...recipientsIn(definition, fields)].sort());
    }
  });

  it('passes over what is of another shape than defined', () => {
    const collected = definitions.get('PersonalDataCollected');
    if (collected === undefined) throw new Error('It is defined.');
    const odd = JSON.parse(
      '{"categories": [null, "pd:Name"], "purposes": [1, null], "legalBasis": ["x"]}',
    ) as StoredFields;
    expect(searchableIn(collected, odd).terms.flatMap(({ iris }) => [...iris])).toEqual([]);
  });
});
