import { COUNTRY_CODES, COUNTRY_GROUPS } from './countries.ts';

const INSTANT =
  /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function isCalendarDate(year: number, month: number, day: number): boolean {
  const daysInMonth = month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= daysInMonth;
}

/**
 * An instant of RFC 3339 §5.6 with upper-case `T` and `Z`, an offset, at most nine decimals and a date that exists.
 * Second 60 is refused: no clock of ours can order a leap second, and UTC has announced none.
 */
export function isInstant(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    INSTANT.test(value) &&
    isCalendarDate(Number(value.slice(0, 4)), Number(value.slice(5, 7)), Number(value.slice(8, 10)))
  );
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A date of RFC 3339 `full-date` that exists. */
export function isDate(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    DATE.test(value) &&
    isCalendarDate(Number(value.slice(0, 4)), Number(value.slice(5, 7)), Number(value.slice(8, 10)))
  );
}

const DURATION =
  /^P(?=[\dT])(?:\d{1,6}W|(?:\d{1,6}Y)?(?:\d{1,6}M)?(?:\d{1,6}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}(?:\.\d{1,9})?S)?)?)$/;

/** A duration of ISO 8601, not negative, of at least one part: `P1M`, `PT72H`, `P2W`. Only seconds have decimals. */
export function isDuration(value: unknown): value is string {
  return typeof value === 'string' && DURATION.test(value);
}

const SUBDIVISION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;

/** A country of ISO 3166-1 (alpha-2, assigned) or a subdivision written as ISO 3166-2 (`CN-GD`), upper case. */
export function isCountry(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  return COUNTRY_CODES.has(value) || (SUBDIVISION.test(value) && COUNTRY_CODES.has(value.slice(0, 2)));
}

/** A country, or a group of countries that makes law (`EU`, `EEA`). */
export function isJurisdiction(value: unknown): value is string {
  return isCountry(value) || (typeof value === 'string' && COUNTRY_GROUPS.has(value));
}

const SLUG = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const CALENDAR_DATE = /(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)/g;
/** Shortest telephone numbers with area code have seven digits; identity and card numbers have more. */
const NUMBER_OF_A_PERSON = /\d(?:[._-]?\d){6}/;
/** Longest slug, in characters: a clause, a data set, an agreement. */
export const REFERENCE_LENGTH_MAX = 64;

/**
 * A slug. Seven digits in a row are refused, also across separators, so that telephone, identity and account numbers do
 * not get into the clear part of the log; a date written `2026-11-22` is not counted.
 */
export function isReference(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= REFERENCE_LENGTH_MAX &&
    SLUG.test(value) &&
    (!NUMBER_OF_A_PERSON.test(value) || !NUMBER_OF_A_PERSON.test(value.replace(CALENDAR_DATE, 'date')))
  );
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A UUID of RFC 9562, version 1 to 8, either case. The nil and max UUIDs name nothing and are refused. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/**
 * What a case is called: a UUID in lower case, or a slug. Apart from `isReference`, because half of all UUIDs have seven
 * digits in a row and a case that somebody numbered at random must still have its name.
 */
export function isCaseId(value: unknown): value is string {
  return isReference(value) || (isUuid(value) && value === value.toLowerCase());
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A `traceparent` of W3C Trace Context §3.2. Later versions may append parts; those are refused, for they are free text. */
export function isTraceparent(value: unknown): value is string {
  return typeof value === 'string' && TRACEPARENT.test(value);
}

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/;

/** A language of BCP 47 with at most script and region: `zh`, `zh-Hans-CN`, `sv`. */
export function isLanguage(value: unknown): value is string {
  return typeof value === 'string' && LANGUAGE.test(value);
}

const SHA256 = /^[0-9a-f]{64}$/;

/** SHA-256 in lower-case hexadecimal. */
export function isSha256(value: unknown): value is string {
  return typeof value === 'string' && SHA256.test(value);
}

const EVENT_TYPE = /^[A-Z][A-Za-z]{1,63}$/;

/** Name of a stored event type: `PersonalDataShared`. */
export function isEventType(value: unknown): value is string {
  return typeof value === 'string' && EVENT_TYPE.test(value);
}

const TERM_NAME = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;
/** Longest written form of a term, IRI or prefixed name, in characters. */
export const TERM_LENGTH_MAX = 200;

/** Local name of a vocabulary term, the part after the prefix: `SeparateConsent`, `PIPL-13-1`. */
export function isTermName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && TERM_NAME.test(value) && !NUMBER_OF_A_PERSON.test(value);
}

/** Longest public name, in UTF-16 code units. */
export const REGISTERED_NAME_LENGTH_MAX = 200;

/** Public name of an organisation or label of a term: not empty, no control characters, no space at either end. */
export function isRegisteredName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= REGISTERED_NAME_LENGTH_MAX &&
    value.length > 0 &&
    value.trim() === value &&
    !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)
  );
}

/** Longest published web address, in characters. */
export const WEB_ADDRESS_LENGTH_MAX = 300;
const WEB_ADDRESS =
  /^https:\/\/(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::\d{1,5})?(?:\/[^\s?@\p{Cc}]*)?$/u;

/** Where a document is published: `https`, a host by name, perhaps a path. A query or a user name could name a reader. */
export function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length <= WEB_ADDRESS_LENGTH_MAX && WEB_ADDRESS.test(value);
}

const TIME_ZONE = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*){0,2}$/;

const RULE_NAME = /^[A-Z][A-Z0-9]*(?:-[A-Za-z0-9.]+)+$/;

/** Id of a rule, of a row of a policy or of a provision of a law: `SHR-GROUND`, `CLEX-C1`, `CN-PIPL-23`. */
export function isRuleName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 40 && RULE_NAME.test(value) && !/\d{7}/.test(value);
}

/** A zone that the IANA time zone database of this runtime has: `Asia/Shanghai`, `UTC`. */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 64 || !TIME_ZONE.test(value)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const IDENTIFIER_SCHEME = /^[a-z][A-Za-z0-9]{0,31}$/;
/** Longest identifier, in UTF-16 code units: above an e-mail address (254) and a URL used as a user id. */
export const IDENTIFIER_LENGTH_MAX = 320;

/** Kind of identifier, in camel case: `userId`, `email`, `phone`. */
export function isIdentifierScheme(value: unknown): value is string {
  return typeof value === 'string' && IDENTIFIER_SCHEME.test(value);
}

/** Anything but white space, control and format characters, and what Unicode says is shown as nothing (UAX 44), such as U+200B and U+3164. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A text that shows nothing to whoever reads it: it gives no reason and names nobody. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

/** An identifier as a service knows it: not blank, bounded, and well-formed Unicode, for it is going to be hashed. */
export function isIdentifierValue(value: unknown): value is string {
  return typeof value === 'string' && value.length <= IDENTIFIER_LENGTH_MAX && !isBlank(value) && value.isWellFormed();
}

/** A count, position or number of items: a safe integer that is not negative. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A JSON object. */
export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
