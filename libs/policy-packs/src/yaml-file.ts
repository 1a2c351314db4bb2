import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { isDate, isDuration, isInstant, isUuid } from '#libs/domain';
import { textOf } from './data-folder.ts';
import { ownSchemaCompiler } from './own-schema.ts';
import { PolicyPackError } from './policy-pack-error.ts';
import type { FileFault } from './policy-pack-error.ts';

/** A YAML text and what to call it in faults. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
}

/** A YAML file that fits its schema, and where in it each value stands, so that later checks can point there, too. */
export interface YamlFile<T> {
  readonly value: T;
  /** The fault of saying this about the value at a JSON pointer; of the nearest value above it, if there is none. */
  readonly faultAt: (pointer: string, message: string) => FileFault;
}

/**
 * Read a YAML file of the data folder and check it against a JSON Schema of the same folder, both named from there:
 * `calendars/CN.yaml`, `calendars/calendar.schema.json`.
 *
 * @throws PolicyPackError `missing` or `invalid`, with every fault and its line and column
 */
export function readYamlFile<T>(file: string, schemaFile: string): YamlFile<T> {
  return parseYaml<T>({ file, text: textOf(file) }, schemaOf(schemaFile));
}

const SCHEMAS = new Map<string, object>();

/** A JSON Schema of the data folder. The same object each time, so that it is compiled once. */
export function schemaOf(file: string): object {
  const known = SCHEMAS.get(file);
  if (known !== undefined) return known;
  const schema = JSON.parse(textOf(file)) as object;
  SCHEMAS.set(file, schema);
  return schema;
}

/**
 * Parse YAML 1.2 (core schema: a date stays text) and check it against a JSON Schema (2020-12). A key twice, a tag, an
 * anchor or an alias is a fault: a file that lawyers diff says each thing where it stands.
 *
 * @throws PolicyPackError `invalid`, with every fault and its line and column
 */
export function parseYaml<T>(source: YamlSource, schema: object): YamlFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const faultAtOffset = (offset: number, pointer: string, message: string): FileFault => {
    const { line, col } = lines.linePos(offset);
    return { file: source.file, line, column: col, pointer, message };
  };
  const unread = [...document.errors, ...document.warnings];
  if (unread.length > 0) {
    throw PolicyPackError.ofFaults(
      unread.map(({ pos, message, code }) => ({ ...faultAtOffset(pos[0], '', message), syntax: code })),
    );
  }
  const faultAt = (pointer: string, message: string) =>
    faultAtOffset(offsetOf(document, stepsOf(pointer)), pointer, message);
  const value: unknown = valueOf(document, faultAtOffset);
  const validate = validatorOf<T>(schema);
  if (validate(value)) return { value, faultAt };
  throw PolicyPackError.ofFaults(
    (validate.errors ?? []).filter(saysSomething).map((error) => {
      const { pointer, message } = said(error);
      return faultAt(pointer, message);
    }),
  );
}

const VALIDATORS = new WeakMap<object, ValidateFunction>();

function validatorOf<T>(schema: object): ValidateFunction<T> {
  const known = VALIDATORS.get(schema);
  if (known !== undefined) return known as ValidateFunction<T>;
  const formats = { date: isDate, 'date-time': isInstant, duration: isDuration, uuid: isUuid };
  const compiled = ownSchemaCompiler({ allowUnionTypes: true, formats }).compile<T>(schema);
  VALIDATORS.set(schema, compiled);
  return compiled;
}

function valueOf(document: Document, faultAtOffset: (offset: number, pointer: string, message: string) => FileFault) {
  const faults: FileFault[] = [];
  const anchors = (pointer: string, node: unknown): void => {
    if (isPair(node)) return anchors(`${pointer}/${escaped(nameOf(node.key))}`, node.value);
    if (!isNode(node)) return;
    const named = isAlias(node) || ('anchor' in node && node.anchor !== undefined);
    if (named) faults.push(faultAtOffset(node.range?.[0] ?? 0, pointer, 'must be written out: no anchor, no alias'));
    if (isMap(node)) node.items.forEach((item) => anchors(pointer, item));
    else if ('items' in node) node.items.forEach((item, index) => anchors(`${pointer}/${index}`, item));
  };
  anchors('', document.contents);
  if (faults.length > 0) throw PolicyPackError.ofFaults(faults);
  return document.toJS() as unknown;
}

/** "must match then schema" and its like only repeat that a fault told on its own is one. */
function saysSomething({ keyword }: ErrorObject): boolean {
  return keyword !== 'if' && keyword !== 'allOf';
}

/** A fault as a person can act on it: an unknown key is pointed at itself, an enumeration says what it allows. */
function said({ instancePath, keyword, message = 'is wrong', params }: ErrorObject): {
  readonly pointer: string;
  readonly message: string;
} {
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
    return { pointer: `${instancePath}/${escaped(name)}`, message: 'is not a key that is known here' };
  }
  if (keyword === 'enum') {
    return { pointer: instancePath, message: `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}` };
  }
  return { pointer: instancePath, message };
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Where the value begins; for a value in a map, where its key does. */
function offsetOf(document: Document, steps: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of steps) {
    if (!isNode(node) || !('items' in node)) return offset;
    const item: unknown = isMap(node)
      ? node.items.find(({ key }) => nameOf(key) === step)
      : (node.items as readonly unknown[])[Number(step)];
    const start = isPair(item) ? item.key : item;
    if (!isNode(start)) return offset;
    offset = start.range?.[0] ?? offset;
    node = isPair(item) ? item.value : item;
  }
  return offset;
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
