import fc from 'fast-check';
import { MARK } from '../marked-text.ts';

/** In every text that is sent, so that an answer or a log line which repeats one is found. */
const marked = (text: string): string => `${MARK}${text}`;

/** JSON values that parsers and validators have been known to get wrong. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  [],
  {},
  [[]],
  [null],
  [{}],
  { length: 1 },
  marked('@example.com'),
  marked(' \u0000\u001f'),
  marked('\ud800'),
  marked('\u202eabc'),
  marked('\ufe0f'),
  marked("' or 1=1 --"),
  marked('<script>alert(1)</script>'),
  marked('${jndi:ldap://127.0.0.1/a}'),
  marked('../../etc/passwd'),
  marked('%00%2e%2e'),
  marked('x').repeat(400),
  '13800138000',
  '__proto__',
  'constructor',
  { [marked('@example.com')]: marked('') },
  { ['constructor']: { prototype: { polluted: MARK } } },
  JSON.parse(`{"__proto__":{"polluted":"${MARK}"}}`),
  JSON.parse(`${'['.repeat(40)}"${MARK}"${']'.repeat(40)}`),
];

export const nasty: fc.Arbitrary<unknown> = fc.constantFrom(...NASTY);

export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY.filter((value): value is string => typeof value === 'string')),
  fc.string({ unit: 'binary', maxLength: 30 }).map(marked),
);

const STRANGERS = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'length', '', marked('@example.com')];

type Path = readonly (string | number)[];

interface Mutation {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'add' | 'wrap' | 'multiply';
  readonly value: unknown;
  readonly name: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'wrap', 'multiply'),
  value: nasty,
  name: fc.constantFrom(...STRANGERS),
});

/** The value with something wrong in one to three places. */
export const mutated = (sound: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(sound, fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([value, mutations]) => mutations.reduce(changedBy, value));

function changedBy(whole: unknown, { at, how, value, name }: Mutation): unknown {
  const paths = [...pathsIn(whole, [])];
  const path = paths[at % paths.length] ?? [];
  return changedAt(whole, path, (part) => {
    switch (how) {
      case 'replace':
        return value;
      case 'remove':
        return undefined;
      case 'add':
        return typeof part === 'object' && part !== null && !Array.isArray(part)
          ? Object.fromEntries([...Object.entries(part), [name, value]])
          : [part, value];
      case 'wrap':
        return [part];
      case 'multiply':
        return Array.from({ length: 120 }, () => part);
    }
  });
}

function* pathsIn(value: unknown, path: Path): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  const parts = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [name, part] of parts) yield* pathsIn(part, [...path, name]);
}

function changedAt(whole: unknown, [first, ...rest]: Path, change: (part: unknown) => unknown): unknown {
  if (first === undefined) return change(whole);
  if (Array.isArray(whole)) {
    return whole.map((item: unknown, index) => (index === first ? changedAt(item, rest, change) : item));
  }
  // By entries: `__proto__` stays a member like any other.
  return Object.fromEntries(
    Object.entries(whole as object).map(([name, part]) => [
      name,
      name === first ? changedAt(part as unknown, rest, change) : (part as unknown),
    ]),
  );
}

/** JSON text that is broken, or that a careless parser reads as something else. */
export const brokenText = (sound: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      sound.map((value) => Buffer.from(JSON.stringify(value) ?? MARK)),
      fc.constantFrom(...BREAKS),
      fc.nat(),
    )
    .map(([bytes, how, at]) => how(bytes, at));

type Break = (bytes: Buffer, at: number) => Buffer;

const around =
  (before: string, after: string): Break =>
  (bytes) =>
    Buffer.concat([Buffer.from(before, 'latin1'), bytes, Buffer.from(after, 'latin1')]);

const BREAKS: readonly Break[] = [
  (bytes, at) => bytes.subarray(0, at % bytes.length),
  (bytes, at) => bytes.fill(at % 256, at % bytes.length, (at % bytes.length) + 1),
  (bytes, at) => bytes.fill(0xff, at % bytes.length, Math.min(bytes.length, (at % bytes.length) + 2)),
  around('\u00ef\u00bb\u00bf', ''),
  around('', `,${MARK}`),
  around(`{"a":1e999,"b":NaN,"c":"${MARK}","d":`, '}'),
  around(`{"${MARK}":1,"${MARK}":`, '}'),
  around(`/* ${MARK} */`, ''),
  around(`"${MARK}`, ''),
  around('', '\u0000'),
  () => Buffer.from(`${'['.repeat(20_000)}${MARK}`),
  () => Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
  () => Buffer.from(`"${MARK.repeat(20)}`, 'utf16le'),
  () => Buffer.alloc(0),
  () => Buffer.from(' \n\t '),
  () => Buffer.from([0xc0, 0x80, 0xed, 0xa0, 0x80]),
];
