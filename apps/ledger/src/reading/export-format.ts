import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { EntryView } from './entry-view.ts';

export type ExportFormat = 'ndjson' | 'csv';

export const MEDIA_TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' } as const;

/** Of the CSV. */
export const EXPORT_COLUMNS = [
  'id',
  'type',
  'family',
  'controllerId',
  'subjectId',
  'occurredAt',
  'recordedAt',
  'position',
  'revision',
  'actorId',
  'recordedBy',
  'correlationId',
  'policyVersion',
  'jurisdictions',
  'fields',
  'sealed',
  'revealed',
] as const satisfies readonly (keyof EntryView)[];

/** Entries whose text is gathered before it is written, so that a stream of a million costs few small writes. */
const ENTRIES_PER_CHUNK = 200;

/** The format asked for, by `Accept`; `undefined` for a page of JSON. */
export function exportFormatOf(accept: string | undefined): ExportFormat | undefined {
  const types = (accept ?? '').toLowerCase();
  if (types.includes('application/x-ndjson')) return 'ndjson';
  return types.includes('text/csv') ? 'csv' : undefined;
}

/** The entries as a file, made as fast as it is read. */
export function exportOf(entries: AsyncIterable<EntryView>, format: ExportFormat): Readable {
  if (format === 'ndjson') return Readable.from(ndjson(entries), { objectMode: false });
  // `escape_formulas` keeps a spreadsheet from running what a field begins with (OWASP: CSV injection).
  const csv = stringify({
    header: true,
    columns: [...EXPORT_COLUMNS],
    escape_formulas: true,
    cast: { object: (value) => JSON.stringify(value) },
  });
  const source = Readable.from(entries);
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
}

async function* ndjson(entries: AsyncIterable<EntryView>): AsyncGenerator<Buffer> {
  let lines: string[] = [];
  for await (const entry of entries) {
    lines.push(JSON.stringify(entry), '\n');
    if (lines.length < 2 * ENTRIES_PER_CHUNK) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''));
}
