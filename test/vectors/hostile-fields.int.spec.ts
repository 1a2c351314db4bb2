import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { definitions, DomainError, encode, FAULT_COUNT_MAX, storedJsonSchemaOf, vocabularyFrom } from '#libs/domain';
import type { EncodedEvent, EventDefinition, NewEvent, Term } from '#libs/domain';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Seed of the mutations; give another with HOSTILE_SEED. */
const seed = Number(process.env['HOSTILE_SEED'] ?? 20261122);
const MUTATIONS_PER_EVENT = 50;
/** Stands for anything a caller sends: must come back neither in clear nor in a fault. */
const CANARY = 'canary.7f3a@example.org';

const here = import.meta.dirname;
const vocabulary = vocabularyFrom(JSON.parse(readFileSync(join(here, 'vocabulary.json'), 'utf8')) as Term[]);
/** Of the versions that are still written. */
const vectors = readdirSync(join(here, 'events'))
  .map(
    (file) =>
      JSON.parse(readFileSync(join(here, 'events', file), 'utf8')) as {
        readonly type: string;
        readonly schemaVersion: number;
        readonly envelope: NewEvent['envelope'];
        readonly written: Omit<NewEvent, 'envelope'>;
      },
  )
  .filter(({ type, schemaVersion }) => definitions.get(type)?.schemaVersion === schemaVersion);

/** mulberry32: enough for tests, and the same everywhere. */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const JUNK: readonly unknown[] = [
  CANARY,
  { [CANARY]: CANARY },
  [CANARY],
  [],
  {},
  null,
  '',
  -1,
  0.5,
  true,
  '13800138000',
  CANARY.repeat(1000),
  JSON.parse('{"__proto__":{"a":1}}'),
];

/** A copy in which one value, anywhere, is replaced by junk, or junk is added beside it. */
function mutated(value: unknown, random: (below: number) => number): unknown {
  const junk = JUNK[random(JUNK.length)];
  if (typeof value !== 'object' || value === null || random(6) === 0) return junk;
  if (Array.isArray(value)) {
    const at = random(value.length + 1);
    return [...value.slice(0, at), at < value.length ? mutated(value[at], random) : junk, ...value.slice(at + 1)];
  }
  const entries = Object.entries(value);
  const at = random(entries.length + 2);
  const chosen = entries[at];
  if (chosen === undefined) return { ...value, [at === entries.length ? CANARY : 'constructor']: junk };
  return { ...value, [chosen[0]]: mutated(chosen[1], random) };
}

function attempt(definition: EventDefinition, event: NewEvent): EncodedEvent | DomainError {
  try {
    return encode(definition, event, vocabulary);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalidRecord') return error;
    throw error;
  }
}

describe(`hostile records (HOSTILE_SEED=${seed})`, () => {
  const ajv = new Ajv2020({ strict: true, validateFormats: false });

  it.each(vectors)('$type: each is refused without echo, or stored within its schema', ({ type, envelope, written }) => {
    const definition = definitions.get(type);
    if (definition === undefined) throw new Error(`No definition of ${type}`);
    const storedSchema = ajv.compile(storedJsonSchemaOf(definition));
    const random = randomFrom(seed ^ type.length);
    let refused = 0;
    for (let round = 0; round < MUTATIONS_PER_EVENT; round += 1) {
      const outcome = attempt(definition, { ...(mutated(written, random) as object), envelope } as NewEvent);
      if (outcome instanceof DomainError) {
        refused += 1;
        expect(JSON.stringify([outcome.message, outcome.faults])).not.toContain('canary');
        expect(outcome.faults.length).toBeGreaterThan(0);
        expect(outcome.faults.length).toBeLessThanOrEqual(FAULT_COUNT_MAX);
        expect(outcome.faults.filter(({ pointer }) => !/^\/(?:data|details|identifiers)(?:\/[A-Za-z0-9]+)*$/.test(pointer))).toEqual([]);
      } else {
        // The name of an organisation or term is public and free; everything else in clear is not.
        if (definition.family !== 'registry') expect(JSON.stringify(outcome.data)).not.toContain('canary');
        expect([storedSchema(outcome.data), storedSchema.errors]).toEqual([true, null]);
      }
    }
    expect(refused).toBeGreaterThan(MUTATIONS_PER_EVENT / 10);
  });
});
