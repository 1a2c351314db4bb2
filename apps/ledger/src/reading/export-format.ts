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

/** As they are preferred where a caller likes them equally. A wildcard asks for no export. */
const EXPORT_TYPES = [
  ['ndjson', 'application/x-ndjson'],
  ['csv', 'text/csv'],
] as const;

/** Ranges that JSON is in, the most specific first (RFC 9110 §12.5.1). */
const JSON_RANGES = ['application/json', 'application/*', '*/*'];

/** The format preferred by `Accept`; `undefined` for a page of JSON, also where that is liked as much as any other. */
export function exportFormatOf(accept: string | undefined): ExportFormat | undefined {
  const qualities = qualitiesOf(accept ?? '');
  const jsonRange = JSON_RANGES.find((range) => qualities.has(range)) ?? '';
  let best: { readonly format?: ExportFormat; readonly quality: number } = { quality: qualities.get(jsonRange) ?? 0 };
  for (const [format, type] of EXPORT_TYPES) {
    const quality = qualities.get(type) ?? 0;
    if (quality > best.quality) best = { format, quality };
  }
  return best.format;
}

/** Quality from 0 to 1 by media range, in lower case. Parameters other than `q` do not tell these types apart. */
export function qualitiesOf(accept: string): ReadonlyMap<string, number> {
  const qualities = new Map<string, number>();
  for (const part of accept.toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim());
    const written = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const quality =
      written === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(written) ? Number(written) : 0;
    qualities.set(range, Math.max(quality, qualities.get(range) ?? 0));
  }
  return qualities;
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
