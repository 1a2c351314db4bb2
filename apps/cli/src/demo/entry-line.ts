import type { JsonObject, JsonValue, RecordEntry } from '#libs/sdk';

const TYPE_WIDTH = 25;

/** One entry of a history in one line: when, what, and the little of its fields that says most. */
export function entryLine(entry: RecordEntry): string {
  return `${entry.occurredAt.slice(0, 10)}  ${entry.type.padEnd(TYPE_WIDTH)}  ${gist(entry)}`.trimEnd();
}

/** What was opened for the reader: `EmailAddress elsa@example.com · Username elsa74`; empty where nothing was. */
export function openedLine({ revealed }: RecordEntry): string {
  const details = Object.entries(objectOf(revealed?.['details'])).map(
    ([category, value]) => `${localName(category)} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const closed = Object.entries(objectOf(revealed?.['closed'])).map(
    ([compartment, why]) => `${localName(compartment)} ${textOf(why)}`,
  );
  return [...details, ...closed].join(' · ');
}

function gist({ fields }: RecordEntry): string {
  const recipient = textOf(fields['recipient']);
  const matter = listOf(fields['categories'] ?? fields['purposes'])
    .map(termName)
    .join(', ');
  const about = recipient === '' ? matter : `→ ${recipient}: ${matter}`;
  return [wordOf(fields, 'identifiability', 'operation', 'ground', 'form', 'by', 'permission', 'outcome'), about]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The first of the fields named that is there. */
function wordOf(fields: RecordEntry['fields'], ...names: readonly string[]): string {
  return names.map((name) => localName(textOf(fields[name]))).find((word) => word !== '') ?? '';
}

function termName(value: JsonValue): string {
  if (typeof value === 'string') return localName(value);
  const { category } = value as { readonly category?: JsonValue };
  return localName(textOf(category));
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
const objectOf = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !isList(value) ? value : {};
const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value !== undefined && isList(value) ? value : [];

/** What follows the namespace of a term: `EmailAddress`. */
const localName = (term: string): string => term.slice(Math.max(term.lastIndexOf('#'), term.lastIndexOf('/')) + 1);
