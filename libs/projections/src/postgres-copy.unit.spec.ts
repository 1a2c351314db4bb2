import { describe, expect, it } from '@jest/globals';
import { copyStatement, copyText } from './postgres-copy.ts';

describe('COPY', () => {
  it('names table and columns, quoted', () => {
    const statement = copyStatement({ table: 'record_kind_recipients', columns: ['kind_id', 'recipient_id'] });
    expect(statement).toBe('copy "record_kind_recipients" ("kind_id", "recipient_id") from stdin');
  });

  it('tells what is null from what is empty or only looks like null, and lets no text end a field or row', () => {
    const rows = [
      [1, null, '', '\\N'],
      [Number.MAX_SAFE_INTEGER, 'a\tb', 'c\nd\r\n', '{"e":"\\"f\\""}'],
      [-1, '\\.', 'grüße 你好 🙂', 'g'],
    ];
    expect(copyText(rows)).toBe(
      '1\t\\N\t\t\\\\N\n' +
        '9007199254740991\ta\\tb\tc\\nd\\r\\n\t{"e":"\\\\"f\\\\""}\n' +
        '-1\t\\\\.\tgrüße 你好 🙂\tg\n',
    );
  });
});
