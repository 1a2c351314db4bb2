import { qualitiesOf } from '../reading/export-format.ts';

export type RopaFormat = 'json' | 'csv' | 'html';

/** As they are preferred where a caller likes them equally. */
const TYPES: readonly (readonly [RopaFormat, string])[] = [
  ['json', 'application/json'],
  ['html', 'text/html'],
  ['csv', 'text/csv'],
];

/** The format preferred by `Accept` (RFC 9110 §12.5.1): JSON where nothing else is liked more. */
export function ropaFormatOf(accept: string | undefined): RopaFormat {
  const qualities = qualitiesOf(accept ?? '');
  const wild = qualities.get('*/*') ?? 0;
  const scored = TYPES.map(([format, type]) => {
    const ranges = [type, `${type.split('/')[0] ?? ''}/*`];
    const range = ranges.find((one) => qualities.has(one));
    // A wildcard asks for JSON: browsers name HTML, and nobody gets a spreadsheet without asking.
    return { format, quality: range === undefined ? (format === 'json' ? wild : 0) : (qualities.get(range) ?? 0) };
  });
  const best = scored.toSorted((a, b) => b.quality - a.quality)[0];
  return best === undefined || best.quality === 0 ? 'json' : best.format;
}
