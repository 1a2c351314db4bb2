import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const ROOT = join(import.meta.dirname, '../..');
const BASE = 'https://personal-data-ledger.org/openapi.json';

interface Described {
  readonly content?: {
    readonly [mediaType: string]: {
      readonly schema: Schema;
      readonly examples?: { readonly [name: string]: { readonly value: unknown } };
    };
  };
}
interface Schema {
  readonly contentSchema?: object;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: Described;
  readonly responses: { readonly [status: string]: Described };
}
interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

export interface Exchange {
  readonly operationId: string;
  readonly status: number;
  /** As the header has it. */
  readonly contentType: string | null;
  readonly text: string;
}

/** The checked-in `openapi.json`, as a judge of real requests and answers. */
export class ApiDescription {
  readonly #places: ReadonlyMap<string, Place>;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor() {
    const document = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as Document;
    for (const [format, accepts] of Object.entries(FORMATS)) this.#ajv.addFormat(format, accepts);
    this.#ajv.addSchema(document, BASE);
    const places = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    this.#places = new Map(places.map((place) => [place.operation.operationId, place]));
  }

  /** `<operationId> <status> <media type>` of every good answer there is to be; without a body the last is `nothing`. */
  goodAnswers(): readonly string[] {
    return [...this.#places.values()].flatMap(({ operation: { operationId, responses } }) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([status, { content }]) =>
          Object.keys(content ?? { nothing: {} }).map((mediaType) => `${operationId} ${status} ${mediaType}`),
        ),
    );
  }

  /** `[media type, name, body]` of every body shown as an example. */
  examples(operationId: string): readonly (readonly [string, string, string])[] {
    const { requestBody } = this.#place(operationId).operation;
    return Object.entries(requestBody?.content ?? {}).flatMap(([mediaType, { examples = {} }]) =>
      Object.entries(examples).map(
        ([name, { value }]) => [mediaType, name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
      ),
    );
  }

  /** What of the answer is not as described; empty when all of it is. */
  faultsOf({ operationId, status, contentType, text }: Exchange): readonly string[] {
    const { path, method, operation } = this.#place(operationId);
    if (operation.responses[status] === undefined) return [`${status} is not described`];
    const mediaType = contentType?.split(';', 1)[0] ?? 'nothing';
    const content = operation.responses[status]?.content;
    if (content === undefined) return text === '' ? [] : ['a body is not described'];
    if (content[mediaType] === undefined) return [`${mediaType} is not described`];
    const pointer = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema'];
    return this.#faultsOfContent(pointer, content[mediaType].schema, text);
  }

  /** What of a request's body is not as described. */
  faultsOfBody(operationId: string, mediaType: string, text: string): readonly string[] {
    const { path, method, operation } = this.#place(operationId);
    const described = operation.requestBody?.content?.[mediaType];
    if (described === undefined) return [`${mediaType} is not described`];
    return this.#faultsOfContent(
      ['paths', path, method, 'requestBody', 'content', mediaType, 'schema'],
      described.schema,
      text,
    );
  }

  /** Whole if it is one JSON document; line by line where each line is one; only that it is there, of other text. */
  #faultsOfContent(pointer: readonly string[], { contentSchema }: Schema, text: string): readonly string[] {
    const mediaType = pointer.at(-2) ?? '';
    if (mediaType.endsWith('json') && contentSchema === undefined) return faults(this.#validator(pointer), text);
    if (contentSchema === undefined) return text === '' ? ['it is empty'] : [];
    const validate = this.#validator([...pointer, 'contentSchema']);
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.length === 0 ? ['it is empty'] : lines.flatMap((line) => faults(validate, line));
  }

  #validator(pointer: readonly string[]): ValidateFunction {
    const fragment = pointer
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const validate = this.#ajv.getSchema(`${BASE}#/${fragment}`);
    if (validate === undefined) throw new Error(`The description has nothing at ${pointer.join(' ')}`);
    return validate as ValidateFunction;
  }

  #place(operationId: string): Place {
    const place = this.#places.get(operationId);
    if (place === undefined) throw new Error(`The description has no ${operationId}`);
    return place;
  }
}

/** The clear fields of a stored event, by `docs/events/<type>.json`. */
export function faultsOfFields(type: string, fields: unknown): readonly string[] {
  const file = join(ROOT, 'docs/events', `${type}.json`);
  const { stored } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly stored: { readonly properties: { fields: object } };
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  return faults(ajv.compile(stored.properties.fields), JSON.stringify(fields));
}

function faults(validate: ValidateFunction, text: string): readonly string[] {
  if (validate(JSON.parse(text)) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

const FORMATS: { readonly [format: string]: RegExp } = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  duration: /^P(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?$/,
  uri: /^https?:\/\/\S+$/,
};
