import type { Field } from './event-definition.ts';
import * as is from './predicates.ts';

/** Kinds whose value is one string, number or flag, whole and in clear. */
export type ScalarKind = Exclude<
  Field['kind'],
  'optional' | 'object' | 'list' | 'term' | 'sealedText' | 'enum' | 'document'
>;

interface Scalar {
  readonly accepts: (value: unknown) => value is string | number | boolean;
  /** Completes "Expected …". */
  readonly expected: string;
  /** JSON Schema 2020-12; `accepts` may ask for more than a schema can say. */
  readonly schema: { readonly [keyword: string]: unknown };
}

const slug = { type: 'string', pattern: '^[a-z0-9]+(?:[._-][a-z0-9]+)*$', maxLength: is.REFERENCE_LENGTH_MAX };
const slugExpected = `a slug: lower-case letters and digits joined by . _ or -, at most ${is.REFERENCE_LENGTH_MAX}, no seven digits in a row`;

/** What each scalar kind accepts, and how that is said to people and to machines. */
export const SCALARS: { readonly [K in ScalarKind]: Scalar } = {
  instant: {
    accepts: is.isInstant,
    expected: 'an instant of RFC 3339 with offset, such as 2026-11-22T09:30:00+08:00',
    schema: { type: 'string', format: 'date-time' },
  },
  date: {
    accepts: is.isDate,
    expected: 'a date of the calendar, such as 2026-11-22',
    schema: { type: 'string', format: 'date' },
  },
  duration: {
    accepts: is.isDuration,
    expected: 'a duration of ISO 8601, such as P3Y or PT72H',
    schema: { type: 'string', format: 'duration' },
  },
  count: {
    accepts: is.isCount,
    expected: 'a whole number, not negative',
    schema: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  },
  flag: {
    accepts: (value): value is boolean => typeof value === 'boolean',
    expected: 'true or false',
    schema: { type: 'boolean' },
  },
  country: {
    accepts: is.isCountry,
    expected: 'a country of ISO 3166-1 alpha-2 or a subdivision of ISO 3166-2, upper case',
    schema: { type: 'string', pattern: '^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$' },
  },
  reference: { accepts: is.isReference, expected: slugExpected, schema: slug },
  caseId: { accepts: is.isCaseId, expected: `a UUID in lower case, or ${slugExpected}`, schema: slug },
  recipient: { accepts: is.isReference, expected: `the id of a recipient, ${slugExpected}`, schema: slug },
  controller: { accepts: is.isReference, expected: `the id of a controller, ${slugExpected}`, schema: slug },
  uuid: { accepts: is.isUuid, expected: 'a UUID', schema: { type: 'string', format: 'uuid' } },
  eventType: {
    accepts: is.isEventType,
    expected: 'the name of an event type',
    schema: { type: 'string', pattern: '^[A-Z][A-Za-z]{1,63}$' },
  },
  language: {
    accepts: is.isLanguage,
    expected: 'a language of BCP 47, such as zh-CN',
    schema: { type: 'string', pattern: '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$' },
  },
  sha256: {
    accepts: is.isSha256,
    expected: 'a SHA-256 in lower-case hexadecimal',
    schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
  termName: {
    accepts: is.isTermName,
    expected: 'the local name of a term: letters and digits joined by -, at most 64',
    schema: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$', maxLength: 64 },
  },
  registeredName: {
    accepts: is.isRegisteredName,
    expected: `a name of at most ${is.REGISTERED_NAME_LENGTH_MAX} characters on one line`,
    schema: { type: 'string', minLength: 1, maxLength: is.REGISTERED_NAME_LENGTH_MAX },
  },
  webAddress: {
    accepts: is.isWebAddress,
    expected: `a web address beginning with https://, without query, at most ${is.WEB_ADDRESS_LENGTH_MAX} characters`,
    schema: { type: 'string', pattern: '^https://[^\\s?@]+$', maxLength: is.WEB_ADDRESS_LENGTH_MAX },
  },
  ruleName: {
    accepts: is.isRuleName,
    expected: 'the id of a rule, such as CLEX-C1',
    schema: { type: 'string', pattern: '^[A-Z][A-Z0-9]*(?:-[A-Za-z0-9.]+)+$', maxLength: 40 },
  },
  timeZone: {
    accepts: is.isTimeZone,
    expected: 'a zone of the IANA time zone database, such as Asia/Shanghai',
    schema: { type: 'string', pattern: '^[A-Z][A-Za-z0-9_+-]*(?:/[A-Z][A-Za-z0-9_+-]*){0,2}$', maxLength: 64 },
  },
};
