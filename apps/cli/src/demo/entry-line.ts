import type { JsonValue, RecordEntry } from '#libs/sdk';

const TYPE_WIDTH = 25;

/** One entry of a history in one line: when, what, and the little of its fields that says most. */
export function entryLine(entry: RecordEntry): string {
  return `${entry.occurredAt.slice(0, 10)}  ${entry.type.padEnd(TYPE_WIDTH)}  ${gist(entry)}`;
}

/** What was opened for the reader: `EmailAddress: elsa@example.com`. */
export function openedLines(entry: RecordEntry): string[] {
  return Object.entries(entry.revealed ?? {}).flatMap(([compartment, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${localName(compartment)}: ${text}`;
  });
}

function gist({ fields }: RecordEntry): string {
  const recipient = textOf(fields['recipient']);
  const categories = listOf(fields['categories']).map(categoryName).join(', ');
  const about = recipient === '' ? categories : `→ ${recipient}: ${categories}`;
  return [wordOf(fields, 'identifiability', 'operation', 'ground', 'form', 'by', 'permission', 'outcome'), about]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The first of the fields named that is there. */
function wordOf(fields: RecordEntry['fields'], ...names: readonly string[]): string {
  return names.map((name) => localName(textOf(fields[name]))).find((word) => word !== '') ?? '';
}

function categoryName(value: JsonValue): string {
  if (typeof value === 'string') return localName(value);
  const { category } = value as { readonly category?: JsonValue };
  return localName(textOf(category));
}

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** What follows the namespace of a term: `EmailAddress`. */
const localName = (term: string): string => term.slice(Math.max(term.lastIndexOf('#'), term.lastIndexOf('/')) + 1);
