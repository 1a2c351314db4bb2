import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { blindIndexEntry, IDENTIFIER_LENGTH_MAX, normaliseIdentifier } from './blind-index.ts';
import { rawKeyOf } from './raw-key.ts';

const secret = rawKeyOf(Buffer.alloc(32, 7));
const normal = (scheme: string, value: string) => normaliseIdentifier({ scheme, value }).value;

describe('normaliseIdentifier', () => {
  it.each([
    ['email', '\tAda.Lovelace@Example.COM ', 'ada.lovelace@example.com'],
    ['email', 'JOSE\u0301@example.com', 'jos\u00e9@example.com'],
    ['phone', ' +49 (0)30 / 12-34.5', '+4903012345'],
    ['phone', '＋８６ １３８', '+86138'],
    ['phone', '030 1234', '0301234'],
    ['userId', ' U-7 ', 'U-7'],
    ['userId', 'e\u0301', '\u00e9'],
    ['loginName', '+1 2', '+1 2'],
  ])('%s: %j is %j', (scheme, value, expected) => {
    expect(normal(scheme, value)).toBe(expected);
  });

  it.each([
    ['', 'x'],
    ['Email', 'x'],
    ['e-mail', 'x'],
    ['1st', 'x'],
    ['a'.repeat(33), 'x'],
    ['userId', ''],
    ['userId', ' \n'],
    ['userId', 'y'.repeat(IDENTIFIER_LENGTH_MAX + 1)],
    ['userId', 'a\ud800'],
    ['phone', '+'],
    ['phone', '12+3'],
    ['phone', '0800 CALL ADA'],
  ])('refuses scheme %j with value %j and echoes neither', (scheme, value) => {
    let message = '';
    try {
      normaliseIdentifier({ scheme, value });
    } catch (error) {
      message = error instanceof Error && 'code' in error && error.code === 'invalidIdentifier' ? error.message : '';
    }
    expect(message).toMatch(/^Not an identifier: /);
    for (const part of [scheme, value].filter((text) => text.length > 3 && text !== 'userId' && text !== 'phone')) {
      expect(message).not.toContain(part);
    }
  });

  it('takes the longest scheme and value', () => {
    expect(normal(`a${'B'.repeat(31)}`, ` ${'y'.repeat(IDENTIFIER_LENGTH_MAX)} `)).toHaveLength(IDENTIFIER_LENGTH_MAX);
  });
});

describe('blindIndexEntry', () => {
  it('is the first half of an HMAC-SHA-256 over length-prefixed realm, scheme and value', () => {
    const expected = createHmac('sha256', secret).update('2:c15:email15:ada@example.com').digest('hex').slice(0, 32);
    expect(blindIndexEntry(secret, 'c1', { scheme: 'email', value: 'Ada@example.com' })).toBe(expected);
  });

  it('differs by realm, scheme, value and secret, and by where they are divided', () => {
    const entries = [
      blindIndexEntry(secret, 'c1', { scheme: 'a', value: 'bc' }),
      blindIndexEntry(secret, 'c1', { scheme: 'ab', value: 'c' }),
      blindIndexEntry(secret, 'c1a', { scheme: 'b', value: 'c' }),
      blindIndexEntry(secret, 'c2', { scheme: 'a', value: 'bc' }),
      blindIndexEntry(rawKeyOf(Buffer.alloc(32, 8)), 'c1', { scheme: 'a', value: 'bc' }),
    ];
    expect(new Set(entries).size).toBe(entries.length);
  });
});
