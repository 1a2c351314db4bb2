import { describe, expect, it } from '@jest/globals';
import { exportFormatOf } from './export-format.ts';

describe('the format of an answer', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['*/*', undefined],
    ['application/json', undefined],
    ['text/html', undefined],
    ['text/csv', 'csv'],
    ['Text/CSV; charset=utf-8', 'csv'],
    ['application/x-ndjson', 'ndjson'],
    ['text/csv;q=0.1, application/json;q=0.9', undefined],
    ['text/csv, application/json', undefined],
    ['text/csv;q=0.5, */*;q=0.5', undefined],
    ['text/csv, */*;q=0.8', 'csv'],
    ['application/json;q=0.1, */*, text/csv;q=0.5', 'csv'],
    ['text/csv;q=0', undefined],
    ['text/csv;q=high', undefined],
    ['text/csv, application/x-ndjson', 'ndjson'],
    ['text/csv, application/x-ndjson;q=0.9', 'csv'],
    ['application/x-ndjson, application/problem+json', 'ndjson'],
  ])('is what Accept prefers, and JSON when in doubt: %s', (accept, format) => {
    expect(exportFormatOf(accept)).toBe(format);
  });
});
