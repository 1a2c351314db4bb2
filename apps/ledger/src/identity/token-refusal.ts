import { errors } from 'jose';
import { ProblemError } from '../problems/problem-error.ts';

/** RFC 6750 §3.1: tells a client that another token may help. */
const CHALLENGE = 'Bearer realm="personal-data-ledger", error="invalid_token"';

const ANOTHER_TOKEN = 'Ask the identity provider for a new token.';

/** What is wrong with a claim that did not pass, by its name. */
const CLAIMS: { readonly [claim: string]: string } = {
  nbf: 'The token is not valid yet: compare the clocks of the provider and the ledger.',
  iss: 'The token is of another issuer than the one this ledger trusts.',
  aud: 'The token is for another audience: ask the provider for one for this ledger.',
  typ: 'The token is of another type than the one set here: send an access token, not an ID token.',
  exp: 'The token has no usable `exp`: it must say when it ends.',
  sub: 'The token has no usable `sub`: it must say whom it stands for.',
};

/** By the codes of jose, which are stable; its messages are not passed on. */
const FAULTS: { readonly [code: string]: string } = {
  ERR_JWT_EXPIRED: `The token has expired. ${ANOTHER_TOKEN}`,
  ERR_JOSE_ALG_NOT_ALLOWED: 'The token is signed with an algorithm that is not taken here.',
  ERR_JOSE_NOT_SUPPORTED: 'The token asks for something that is not supported here.',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: `The signature does not fit the token. ${ANOTHER_TOKEN}`,
  ERR_JWKS_NO_MATCHING_KEY: `The provider has no such key (any more). ${ANOTHER_TOKEN}`,
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'The token does not say which of several keys it is signed with: it needs a `kid`.',
};

/** The one refusal of a token, without anything from it. */
export const tokenRefusal = (detail: string): ProblemError =>
  new ProblemError('unauthenticated', { detail, headers: { 'www-authenticate': CHALLENGE } });

/** What an error of the verification is answered with. What is no error of ours comes from the token, and refuses it. */
export function tokenRefusalFor(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return tokenRefusal(detailFor(error) ?? `The token cannot be read. ${ANOTHER_TOKEN}`);
}

function detailFor(error: unknown): string | undefined {
  if (!(error instanceof errors.JOSEError)) return undefined;
  const table = error instanceof errors.JWTClaimValidationFailed ? CLAIMS : FAULTS;
  const name = error instanceof errors.JWTClaimValidationFailed ? error.claim : error.code;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
