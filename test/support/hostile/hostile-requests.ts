import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { MARK } from '../marked-text.ts';
import { brokenText, mutated, nasty, nastyText } from './hostile-values.ts';
import type { RawRequest } from './raw-http.ts';
import { SchemaArbitraries, type Components, type JsonSchema } from './schema-arbitrary.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: JsonSchema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly [mediaType: string]: { readonly schema: JsonSchema } } };
}

/** Of an OpenAPI 3.1 document. */
export interface ApiDocument {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: Components };
}

export interface HostileRequest extends RawRequest {
  /** Method, route and kind of attack: what a failure is told by. */
  readonly what: string;
}

export interface HostileOptions {
  /** Bearer tokens; a request uses one of them, or none that is good. */
  readonly tokens: readonly string[];
  readonly bodyBytesMax: number;
}

interface Draft {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | undefined;
}

const MEDIA_TYPES = [
  ...['application/json', 'application/json; charset=utf-16', 'application/x-ndjson', 'application/cloudevents+json'],
  ...[
    'application/cloudevents-batch+json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    '',
    ';',
  ],
  ...['application/x-www-form-urlencoded', `${MARK}/json`, 'application/json, text/html'],
];
const METHODS = ['TRACE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND', 'DELETE', 'POST', 'GET', 'BREW', 'get'];
const HEADERS = ['traceparent', 'ce-id', 'ce-type', 'ce-source', 'ce-time', 'ce-specversion', 'accept', 'if-match'];
const MORE_HEADERS = ['content-encoding', 'accept-encoding', 'range', 'x-forwarded-for', 'cookie', 'origin', 'expect'];

/** Requests made from the API's own description, each wrong in some way. */
export function hostileRequests(document: ApiDocument, options: HostileOptions): fc.Arbitrary<HostileRequest> {
  const schemas = new SchemaArbitraries(document.components.schemas);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const places = operations.flatMap((place) => Array.from({ length: weightOf(place.operation) }, () => place));
  return fc.constantFrom(...places).chain(({ path, method, operation }) => {
    const draft = draftOf({ path, method, operation, schemas, options });
    return fc
      .tuple(draft, fc.constantFrom(...wire), fc.nat())
      .map(([drafted, [kind, send], number]) => ({ what: `${method} ${path}, ${kind}`, ...send(drafted, number) }));
  });
}

/** What takes a body can be attacked in more ways, so it is more often; most of all what takes several kinds. */
const weightOf = ({ requestBody }: Operation): number => 1 + 3 * Object.keys(requestBody?.content ?? {}).length ** 2;

interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly schemas: SchemaArbitraries;
  readonly options: HostileOptions;
}

function draftOf(place: Place): fc.Arbitrary<Draft> {
  const { method, options } = place;
  const token = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...options.tokens) },
    { weight: 1, arbitrary: nastyText },
  );
  return fc
    .record({
      method: fc.oneof(
        { weight: 30, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
      ),
      target: targetOf(place),
      token,
      extra: fc.array(fc.tuple(fc.constantFrom(...HEADERS, ...MORE_HEADERS), nastyText), { maxLength: 2 }),
      withExtra: fc.nat({ max: 9 }),
      content: contentOf(place),
    })
    .map(({ method: verb, target, token: bearer, extra, withExtra, content }) => ({
      method: verb,
      target,
      headers: [
        ['authorization', `Bearer ${bearer}`],
        ...(content === undefined ? [] : [['content-type', content.mediaType] as const]),
        ...(withExtra === 0 ? extra : []),
      ],
      body: content?.body,
    }));
}

function targetOf({ path, operation: { parameters = [] }, schemas }: Place): fc.Arbitrary<string> {
  const value = ({ name, schema = {} }: Parameter): fc.Arbitrary<string> =>
    // A position far ahead would rightly be waited for; that is another test's matter.
    fc
      .oneof(
        { weight: 3, arbitrary: name === 'atLeast' ? fc.constant(0) : schemas.of(schema) },
        { weight: 2, arbitrary: nasty },
      )
      .map((one) => (typeof one === 'string' ? one : (JSON.stringify(one) ?? '')));
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const query =
    inQuery.length === 0
      ? fc.constant<(readonly [string, string])[]>([])
      : fc.array(
          fc.constantFrom(...inQuery).chain((one) => value(one).map((text) => [one.name, text] as const)),
          { maxLength: 4 },
        );
  const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
  return fc
    .tuple(fc.tuple(...inPath.map(value)), query, fc.option(nastyText, { freq: 8 }))
    .map(([values, pairs, stranger]) => {
      const filled = inPath.reduce(
        (text, { name }, index) => text.replace(`{${name}}`, encoded(values[index] ?? '')),
        path,
      );
      const all = stranger === null ? pairs : [...pairs, [stranger, MARK] as const];
      const text = all.map(([name, one]) => `${encoded(name)}=${encoded(one)}`).join('&');
      return text === '' ? filled : `${filled}?${text}`;
    });
}

interface Content {
  readonly mediaType: string;
  readonly body: Buffer;
}

function contentOf({ operation, schemas, options }: Place): fc.Arbitrary<Content | undefined> {
  const described = Object.entries(operation.requestBody?.content ?? {});
  if (described.length === 0) return fc.constant(undefined);
  return fc.constantFrom(...described).chain(([mediaType, { schema }]) => {
    const sound = mediaType.includes('ndjson') ? schemas.of({}) : schemas.of(schema);
    const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '');
    const lines = fc.array(fc.oneof(mutated(sound).map(json), brokenText(sound)), { minLength: 1, maxLength: 5 });
    const body = fc.oneof(
      { weight: 8, arbitrary: mutated(sound).map(json) },
      { weight: 3, arbitrary: brokenText(sound) },
      { weight: 2, arbitrary: lines.map((all) => Buffer.concat(all.flatMap((line) => [line, Buffer.from('\n')]))) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(1, 2).map((times) => Buffer.alloc(options.bodyBytesMax * times + 1, MARK)),
      },
      { weight: 1, arbitrary: mutated(sound).map((value) => gzipSync(json(value))) },
    );
    const type = fc.oneof(
      { weight: 8, arbitrary: fc.constant(mediaType) },
      { weight: 1, arbitrary: fc.constantFrom(...MEDIA_TYPES) },
    );
    return fc.record({ mediaType: type, body });
  });
}

/** A server may wait for the rest of what does not end, longer than a test can. */
const FRAMING_MS = 100;

type Send = (draft: Draft, number: number) => RawRequest;

/** How it goes over the wire; mostly as it should, so that what is inside is looked at. */
const wire: readonly (readonly [string, Send])[] = [
  ...Array.from({ length: 30 }, () => ['whole', (draft: Draft) => ({ bytes: written(draft) })] as const),
  ['in pieces', (draft, number) => ({ bytes: written(draft), pieces: 2 + (number % 6) })],
  ['cut and left', (draft, number) => ({ bytes: cut(written(draft), number), leavesAfterMs: 0 })],
  [
    'a length too short',
    (draft, number) => ({ bytes: written(draft, `content-length: ${String(number % 5)}`), leavesAfterMs: FRAMING_MS }),
  ],
  [
    'two lengths',
    (draft) => ({ bytes: written(draft, 'content-length: 3\r\ncontent-length: 7'), leavesAfterMs: FRAMING_MS }),
  ],
  [
    'a length that is none',
    (draft) => ({ bytes: written(draft, `content-length: ${MARK}`), leavesAfterMs: FRAMING_MS }),
  ],
  [
    'chunks that are none',
    (draft) => ({ bytes: written(draft, 'transfer-encoding: chunked'), leavesAfterMs: FRAMING_MS }),
  ],
  ['headers too large', (draft) => ({ bytes: written(draft, `x-a: ${MARK.repeat(3_000)}`) })],
  [
    'no HTTP',
    (_draft, number) => ({ bytes: Buffer.from(`${MARK.repeat(1 + (number % 9))}\r\n\r\n`), leavesAfterMs: FRAMING_MS }),
  ],
];

const cut = (bytes: Buffer, number: number): Buffer => bytes.subarray(0, 1 + (number % bytes.length));

function written({ method, target, headers, body }: Draft, framing?: string): Buffer {
  const length = framing ?? (body === undefined ? undefined : `content-length: ${String(body.length)}`);
  const lines = headers.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]/gu, ' ')}`);
  const head = [
    `${method} ${target} HTTP/1.1`,
    'host: 127.0.0.1',
    'connection: close',
    ...lines,
    ...(length === undefined ? [] : [length]),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body ?? Buffer.alloc(0)]);
}
