import { framePart } from './framing.ts';
import { hmacSha256 } from './hmac.ts';
import type { RawKey } from './raw-key.ts';
import { type Identifier, VaultError } from './vault.ts';

const SCHEME = /^[a-z][A-Za-z0-9]{0,31}$/;

/** UTF-16 code units after normalisation: the longest e-mail address (RFC 5321 §4.5.3.1: 64 + 1 + 255). */
export const IDENTIFIER_LENGTH_MAX = 320;

/** What people write between the digits of a telephone number. Anything else is not a telephone number. */
const PHONE_PUNCTUATION = /[\s().\-/\u2010-\u2015]/gu;
const PHONE_DIGITS = /^\+?\d+$/;

/**
 * The one way of writing an identifier that is indexed: `email` trimmed and lower-cased; `phone` as digits with its
 * leading `+` kept (E.164, full-width digits included); others trimmed. All in Unicode NFC.
 * @throws VaultError `invalidIdentifier`; the message says which rule, never the value.
 */
export function normaliseIdentifier(identifier: Identifier): Identifier {
  const { scheme, value } = identifier;
  if (!SCHEME.test(scheme)) {
    throw invalid('the scheme of an identifier is a letter a-z and up to 31 letters or digits');
  }
  if (!value.isWellFormed()) throw invalid('the value of an identifier is well-formed Unicode');
  const normal = normaliseValue(scheme, value);
  if (normal.length === 0 || normal.length > IDENTIFIER_LENGTH_MAX) {
    throw invalid(`the value of an identifier has 1 to ${IDENTIFIER_LENGTH_MAX} characters`);
  }
  return normal === value ? identifier : { scheme, value: normal };
}

function normaliseValue(scheme: string, value: string): string {
  if (scheme === 'email') return value.trim().normalize('NFC').toLowerCase().normalize('NFC');
  if (scheme !== 'phone') return value.trim().normalize('NFC');
  const digits = value.normalize('NFKC').replace(PHONE_PUNCTUATION, '');
  if (!PHONE_DIGITS.test(digits)) {
    throw invalid(
      'a telephone number is digits with an optional leading +; blanks, brackets, dots, dashes and slashes are passed over',
    );
  }
  return digits;
}

/**
 * The entry of an identifier in the blind index: HMAC-SHA-256 with the vault's secret, cut to 128 bits, hexadecimal.
 * Without the secret nobody can tell which identifier an entry stands for, nor confirm a guess; at 10^8 entries
 * the chance that any two people collide is below 10^-22.
 * @throws VaultError `invalidIdentifier`.
 */
export function blindIndexEntry(secret: RawKey, realm: string, identifier: Identifier): string {
  const { scheme, value } = normaliseIdentifier(identifier);
  return hmacSha256(secret, framePart(realm) + framePart(scheme) + framePart(value), 'hex').slice(0, 32);
}

function invalid(rule: string): VaultError {
  return new VaultError('invalidIdentifier', `Not an identifier: ${rule}.`);
}
