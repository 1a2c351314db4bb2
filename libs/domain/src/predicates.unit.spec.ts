import { describe, expect, it } from '@jest/globals';
import { COUNTRY_CODES } from './countries.ts';
import * as is from './predicates.ts';

interface Table {
  readonly predicate: (value: unknown) => boolean;
  readonly accepted: readonly unknown[];
  readonly refused: readonly unknown[];
}

const NOT_TEXT = [undefined, null, 0, true, {}, [], ''];
const UUID = '8f14e45f-ceea-467f-8d1b-3a5d1d0f2a11';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

const tables: { readonly [name: string]: Table } = {
  isDate: {
    predicate: is.isDate,
    accepted: ['2026-11-22', '2024-02-29', '0001-01-01'],
    refused: [...NOT_TEXT, '2025-02-29', '2026-13-01', '2026-11-00', '2026-1-2', '20261122', '2026-11-22T00:00:00Z'],
  },
  isCaseId: {
    predicate: is.isCaseId,
    accepted: [UUID, '12345678-1234-4123-8123-123456789012', 'ticket-4711', 'dsr.2026-11-22.3'],
    refused: [
      ...NOT_TEXT,
      UUID.toUpperCase(),
      '00000000-0000-0000-0000-000000000000',
      'ticket-13800138000',
      'Ticket-1',
      'a'.repeat(65),
    ],
  },
  isWebAddress: {
    predicate: is.isWebAddress,
    accepted: [
      'https://example.com',
      'https://example.com/',
      'https://www.example.co.uk:8443/en/privacy.html#sharing',
      `https://example.com/${'p'.repeat(280)}`,
    ],
    refused: [
      ...NOT_TEXT,
      'http://example.com',
      'https://',
      'https://localhost/privacy',
      'https://10.0.0.1/privacy',
      'https://example.com/privacy?user=7',
      'https://anna@example.com/privacy',
      'https://example.com/a b',
      'https://EXAMPLE.com/',
      `https://example.com/${'p'.repeat(281)}`,
    ],
  },
  isTimeZone: {
    predicate: is.isTimeZone,
    accepted: ['Asia/Shanghai', 'Europe/Stockholm', 'America/Argentina/Buenos_Aires', 'UTC'],
    refused: [...NOT_TEXT, 'Asia/Kaadas', 'asia/shanghai', '+08:00', 'CST6CDT7', 'Asia/../Shanghai'],
  },
  isInstant: {
    predicate: is.isInstant,
    accepted: [
      '2026-11-22T09:30:00Z',
      '2026-11-22T09:30:00+08:00',
      '2026-11-22T09:30:00-00:00',
      '2026-11-22T23:59:59.123456789+14:00',
      '2024-02-29T00:00:00Z',
      '2000-02-29T00:00:00Z',
      '0001-01-01T00:00:00Z',
    ],
    refused: [
      ...NOT_TEXT,
      '2026-11-22',
      '2026-11-22T09:30:00',
      '2026-11-22T09:30Z',
      '2026-11-22 09:30:00Z',
      '2026-11-22t09:30:00z',
      '2025-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-00-10T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-01-00T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '2026-11-22T24:00:00Z',
      '2026-11-22T09:60:00Z',
      '2016-12-31T23:59:60Z',
      '2026-11-22T09:30:00.Z',
      '2026-11-22T09:30:00.1234567890Z',
      '2026-11-22T09:30:00+24:00',
      '2026-11-22T09:30:00+08:60',
      '2026-11-22T09:30:00+0800',
      '2026-11-22T09:30:00+08:00[Asia/Shanghai]',
      '2026-11-22T09:30:00Z\n',
      '٢٠٢٦-11-22T09:30:00Z',
    ],
  },
  isDuration: {
    predicate: is.isDuration,
    accepted: ['P3Y', 'P1M', 'P30D', 'P2W', 'PT72H', 'P1Y2M3DT4H5M6S', 'PT0.5S', 'PT0S', 'P1DT12H'],
    refused: [
      ...NOT_TEXT,
      'P',
      'PT',
      'P1',
      'P1DT',
      '-P1D',
      'P-1D',
      'P1W2D',
      'P1D1Y',
      '3Y',
      'p3y',
      'P1.5D',
      'P1H',
      'P1234567D',
      'P1D ',
    ],
  },
  isCountry: {
    predicate: is.isCountry,
    accepted: ['CN', 'SE', 'HK', 'CN-GD', 'US-CA', 'FR-75', 'GB-ENG'],
    refused: [...NOT_TEXT, 'cn', 'EU', 'EEA', 'UK', 'XX', 'CHN', 'CN-', 'CN-ABCD', 'XX-GD', 'CN-gd', 'toString'],
  },
  isJurisdiction: {
    predicate: is.isJurisdiction,
    accepted: ['CN', 'CN-GD', 'EU', 'EEA'],
    refused: [...NOT_TEXT, 'eu', 'EU-SE', 'EFTA'],
  },
  isReference: {
    predicate: is.isReference,
    accepted: [
      'crm',
      'enterprise-wechat',
      'v1.2.3',
      'clex-x7',
      'a',
      '0',
      'ds_000123',
      'nightly-2026-11-22',
      'policy-2026-11-22.1',
      '2022-12-19',
      'x'.repeat(64),
    ],
    refused: [
      ...NOT_TEXT,
      'CRM',
      'a b',
      '-a',
      'a-',
      'a--b',
      'a/b',
      'a@example.org',
      'å',
      'x'.repeat(65),
      '13800138000',
      'user-13800138000',
      '138-0013-8000',
      '555.0100.1',
      '1-2-3-4-5-6-7',
      '20221219',
      '2022-12-1955',
      '2022-13-19',
      '440301199001011234',
      'crm\n',
    ],
  },
  isUuid: {
    predicate: is.isUuid,
    accepted: [
      UUID,
      UUID.toUpperCase(),
      '0191a0f0-7a3b-7c4d-9e5f-0123456789ab',
      '00000000-0000-8000-8000-000000000000',
    ],
    refused: [
      ...NOT_TEXT,
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      UUID.replaceAll('-', ''),
      `{${UUID}}`,
      `urn:uuid:${UUID}`,
      `${UUID}0`,
      UUID.replace('-467f', '-967f'),
      UUID.replace('-8d1b', '-cd1b'),
    ],
  },
  isTraceparent: {
    predicate: is.isTraceparent,
    accepted: [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-00`, `cc-${TRACE}-${SPAN}-ff`],
    refused: [
      ...NOT_TEXT,
      `ff-${TRACE}-${SPAN}-01`,
      `00-${'0'.repeat(32)}-${SPAN}-01`,
      `00-${TRACE}-${'0'.repeat(16)}-01`,
      `00-${TRACE.toUpperCase()}-${SPAN}-01`,
      `00-${TRACE}-${SPAN}`,
      `01-${TRACE}-${SPAN}-01-what-they-like`,
    ],
  },
  isLanguage: {
    predicate: is.isLanguage,
    accepted: ['en', 'sv', 'zh', 'zh-CN', 'zh-Hans', 'zh-Hans-CN', 'yue'],
    refused: [...NOT_TEXT, 'e', 'EN', 'english', 'zh_CN', 'en-gb', 'x-private'],
  },
  isSha256: {
    predicate: is.isSha256,
    accepted: ['0'.repeat(64), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    refused: [...NOT_TEXT, '0'.repeat(63), '0'.repeat(65), 'G'.repeat(64), 'A'.repeat(64)],
  },
  isEventType: {
    predicate: is.isEventType,
    accepted: ['PersonalDataShared', 'ConsentGiven'],
    refused: [...NOT_TEXT, 'personalDataShared', 'Personal Data', 'A', 'Alice1', 'X'.repeat(65)],
  },
  isTermName: {
    predicate: is.isTermName,
    accepted: ['SeparateConsent', 'PIPL-13-1', 'a'],
    refused: [...NOT_TEXT, '1a', 'a b', 'a:b', 'a-', 'a--b', 'T13800138000', 'x'.repeat(65)],
  },
  isRegisteredName: {
    predicate: is.isRegisteredName,
    accepted: ['Kaayee', '深圳市凯迪仕智能科技有限公司', 'A. B. & Sons, Ltd. (HK)', 'x'.repeat(200)],
    refused: [...NOT_TEXT, ' Kaayee', 'Kaayee ', 'two\nlines', 'bell\u0007', 'line\u2028separator', 'x'.repeat(201)],
  },
  isIdentifierScheme: {
    predicate: is.isIdentifierScheme,
    accepted: ['userId', 'email', 'x'.repeat(32)],
    refused: [...NOT_TEXT, 'UserId', 'user-id', '1d', 'x'.repeat(33)],
  },
  isIdentifierValue: {
    predicate: is.isIdentifierValue,
    accepted: ['a', 'a@example.org', '+86 138', '名字', 'x'.repeat(320)],
    refused: [...NOT_TEXT, '  ', '\n', ' \u200b', '\ud800', 'x'.repeat(321)],
  },
  isCount: {
    predicate: is.isCount,
    accepted: [0, 1, Number.MAX_SAFE_INTEGER],
    refused: [-1, 0.5, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER + 1, '1', null, undefined],
  },
};

describe.each(Object.entries(tables))('%s', (_name, { predicate, accepted, refused }) => {
  it.each(accepted.map((value) => [value]))('accepts %j', (value) => {
    expect(predicate(value)).toBe(true);
  });

  it.each(refused.map((value) => [value]))('refuses %j', (value) => {
    expect(predicate(value)).toBe(false);
  });
});

describe('COUNTRY_CODES', () => {
  it('has the 249 assigned codes of ISO 3166-1, in order', () => {
    expect(COUNTRY_CODES.size).toBe(249);
    expect([...COUNTRY_CODES]).toEqual([...COUNTRY_CODES].toSorted());
  });
});
