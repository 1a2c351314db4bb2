import { describe, expect, it } from '@jest/globals';
import { takesAny } from './acceptable-answers.ts';

describe('what Accept takes', () => {
  it.each([
    ['', true],
    ['*/*', true],
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/*;q=0.1', true],
    ['text/*', true],
    ['application/pdf, */*;q=0.1', true],
    ['application/pdf', false],
    ['image/*', false],
    ['application/json;q=0', false],
    ['application/json;q=0, */*', true],
    ['application/json;q=0, text/csv;q=0, */*', false],
    ['application/*;q=0, */*', true],
  ])('%s: %s', (accept, taken) => {
    expect(takesAny(accept, ['application/json', 'text/csv'])).toBe(taken);
  });
});
