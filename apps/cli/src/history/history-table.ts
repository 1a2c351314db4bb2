import type { JsonObject, JsonValue, RecordEntry } from '#libs/sdk';
import { tableLines } from '../terminal/table.ts';

const COLUMNS = [
  { title: 'OCCURRED', widthMax: 25 },
  { title: 'TYPE', widthMax: 29 },
  { title: 'ROLE', widthMax: 10 },
  { title: 'WHAT', widthMax: 40 },
  { title: 'PURPOSES', widthMax: 36 },
  { title: 'RECIPIENT', widthMax: 24 },
  { title: 'BASIS', widthMax: 24 },
];

/** One screenful of a history. */
export function historyLines(entries: readonly RecordEntry[]): readonly string[] {
  return tableLines(COLUMNS, entries.map(rowOf));
}

function rowOf({ occurredAt, type, fields }: RecordEntry): readonly string[] {
  return [
    occurredAt,
    type,
    termsOf(fields['role']),
    termsOf(fields['categories']),
    termsOf(fields['purposes'] ?? fields['purpose']),
    termsOf(fields['recipients'] ?? fields['recipient'] ?? fields['newController']),
    termsOf(fields['legalBasis']),
  ];
}

/** A term, a list of terms, or a list of objects that name a category each. */
function termsOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return termName(value);
  if (Array.isArray(value))
    return value
      .map(termsOf)
      .filter((term) => term !== '')
      .join(', ');
  return isObject(value) ? termsOf(value['category']) : '';
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The last part of an IRI: enough for a person, and it keeps a line a line. */
function termName(term: string): string {
  return /^https?:\/\//.test(term) ? term.slice(Math.max(term.lastIndexOf('#'), term.lastIndexOf('/')) + 1) : term;
}
