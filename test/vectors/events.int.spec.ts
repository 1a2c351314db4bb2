import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { decode, definitions, encode, jsonSchemaOf, storedJsonSchemaOf, vocabularyFrom, withOpened } from '#libs/domain';
import type { EventDefinition, NewEvent, OpenedCompartment, StoredData, StoredFields, Term } from '#libs/domain';

/**
 * One file for each stored version of each event, never edited: what was written, what the store holds in clear, what is
 * sealed. A file of an older version also says in `understood` how its fields are read today.
 */
interface EventVector {
  readonly type: string;
  readonly schemaVersion: number;
  readonly envelope: NewEvent['envelope'];
  readonly written: Omit<NewEvent, 'envelope'>;
  readonly stored: Omit<StoredData, 'sealed'>;
  readonly toSeal: { readonly [compartment: string]: string };
  readonly understood?: StoredFields;
}

const here = import.meta.dirname;
const vocabulary = vocabularyFrom(JSON.parse(readFileSync(join(here, 'vocabulary.json'), 'utf8')) as Term[]);
const files = readdirSync(join(here, 'events'));
const vectors = new Map(
  files.map((file) => [file, JSON.parse(readFileSync(join(here, 'events', file), 'utf8')) as EventVector]),
);

const ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: false });

function definitionOf(vector: EventVector): EventDefinition {
  const definition = definitions.get(vector.type);
  if (definition === undefined) throw new Error(`No definition of ${vector.type}`);
  return definition;
}

/** What a store that seals nothing would hold: the plaintext in place of the ciphertext. */
const recorded = ({ stored, toSeal }: EventVector): StoredData =>
  Object.keys(toSeal).length === 0 ? stored : { ...stored, sealed: toSeal };

function opened({ toSeal }: EventVector): ReadonlyMap<string, OpenedCompartment> {
  return new Map(Object.entries(toSeal).map(([name, plaintext]) => [name, { state: 'open', plaintext }]));
}

/** JSON with every prefixed name of the vocabulary written as its IRI, in keys and values. */
function withIris(value: unknown): unknown {
  const iris = new Map(vocabulary.terms.map((term) => [term.prefixed, term.iri]));
  if (typeof value === 'string') return iris.get(value) ?? value;
  if (Array.isArray(value)) return value.map(withIris);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [iris.get(key) ?? key, withIris(inner)]));
}

describe('golden vectors of events', () => {
  it('exist for every version of every definition, and for nothing else', () => {
    const wanted = [...definitions.values()].flatMap(({ type, schemaVersion }) =>
      Array.from({ length: schemaVersion }, (_, index) => `${type}.v${index + 1}.json`),
    );
    expect(files.toSorted()).toEqual(wanted.toSorted());
  });

  describe.each([...vectors])('%s', (file, vector) => {
    const definition = definitionOf(vector);
    const current = vector.schemaVersion === definition.schemaVersion;

    it('says in its name what it holds', () => {
      expect(file).toBe(`${vector.type}.v${vector.schemaVersion}.json`);
    });

    it(current ? 'is what encoding gives' : 'is written no more', () => {
      if (!current) {
        expect(vector.schemaVersion).toBeLessThan(definition.schemaVersion);
        return;
      }
      const encoded = encode(definition, { envelope: vector.envelope, ...vector.written }, vocabulary);
      expect(encoded).toEqual({ data: vector.stored, toSeal: vector.toSeal });
    });

    it('is decoded to what was written, terms as IRIs', () => {
      const decoded = decode(vector.type, recorded(vector));
      expect(decoded).toEqual({
        type: vector.type,
        definition,
        storedVersion: vector.schemaVersion,
        envelope: vector.envelope,
        fields: vector.understood ?? vector.stored.fields,
        sealed: vector.toSeal,
      });
      if (!current) return;
      const { fields, identifiers, details, closed } = withOpened(decoded, opened(vector));
      const revealed = { fields, ...(identifiers && { identifiers }), ...(details && { details }) };
      expect(revealed).toEqual(withIris(vector.written));
      expect(closed).toEqual({});
    });

    it('keeps the generated schemas', () => {
      if (!current) return;
      const wire = ajv.compile(jsonSchemaOf(definition));
      expect([wire(vector.written.fields), wire.errors]).toEqual([true, null]);
      // A ciphertext is base64url; any will do.
      const sealed = Object.fromEntries(Object.keys(vector.toSeal).map((name) => [name, 'c2VhbGVk']));
      const stored = ajv.compile(storedJsonSchemaOf(definition));
      const event = Object.keys(sealed).length === 0 ? vector.stored : { ...vector.stored, sealed };
      expect([stored(event), stored.errors]).toEqual([true, null]);
    });
  });
});
