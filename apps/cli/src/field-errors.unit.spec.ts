import { describe, expect, it } from '@jest/globals';
import { fieldErrorLines } from './field-errors.ts';

describe('the errors of a problem', () => {
  it('say where, what and what to do, a line each, and steer no terminal', () => {
    const errors = [
      { pointer: '/asOf', code: 'format', message: 'must be an instant.', action: 'Write RFC 3339.' },
      { pointer: '/rows/0/id', code: 'malformed', message: 'must be a string', line: 12, column: 5 },
      { pointer: '', code: 'missing', message: 'is \u001b[2Jempty' },
    ];
    expect(fieldErrorLines({ errors })).toEqual([
      '  /asOf: must be an instant. Write RFC 3339.',
      '  12:5 /rows/0/id: must be a string',
      '  (the whole): is \ufffd[2Jempty',
    ]);
    expect(fieldErrorLines({})).toEqual([]);
    expect(fieldErrorLines(undefined)).toEqual([]);
  });
});
