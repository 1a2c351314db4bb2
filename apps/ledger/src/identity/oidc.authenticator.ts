import { decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { ProblemError } from '../problems/problem-error.ts';
import { Authenticator } from './authenticator.ts';
import type { Principal } from './principal.ts';
import type { ProviderKeys } from './provider-keys.ts';
import { rightsOf, type ClaimMapping } from './token-claims.ts';
import { tokenRefusal, tokenRefusalFor } from './token-refusal.ts';

/** JWS compact serialisation (RFC 7515 §7.1); the signature may be missing, to be refused by name. */
const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
/** OpenID Connect Core 1.0 §2. */
const SUBJECT_LENGTH_MAX = 255;
const NAME_LENGTH_MAX = 200;
/** How many people are remembered; about 300 bytes each. */
const ACTORS_COUNT_MAX = 10_000;

/** Whom a provider vouches for. */
export interface ProviderAccount {
  readonly issuer: string;
  readonly sub: string;
  readonly kind: 'person' | 'service';
  readonly name?: string;
}

/** Knows the actor behind an account, and meets those who are new. */
export abstract class AccountHolders {
  /** @returns a random id; who it is stays sealed. */
  abstract actorIdOf(account: ProviderAccount): Promise<string>;
}

export interface OidcTrust {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** What `typ` must say. */
  readonly tokenType: string;
  readonly clockSkewSeconds: number;
  readonly mapping: ClaimMapping;
}

/** Takes access tokens of one OpenID provider: signed JWTs (RFC 9068). Never keeps or tells a token. */
export class OidcAuthenticator extends Authenticator {
  readonly #trust: OidcTrust;
  readonly #keys: Pick<ProviderKeys, 'find'>;
  readonly #holders: AccountHolders;
  readonly #now: () => Date;
  readonly #actorIds = new LRUCache<string, Promise<string>>({ max: ACTORS_COUNT_MAX });

  constructor(
    trust: OidcTrust,
    {
      keys,
      holders,
      now = () => new Date(),
    }: {
      readonly keys: Pick<ProviderKeys, 'find'>;
      readonly holders: AccountHolders;
      readonly now?: () => Date;
    },
  ) {
    super();
    this.#trust = trust;
    this.#keys = keys;
    this.#holders = holders;
    this.#now = now;
  }

  /**
   * @returns `undefined` for what is no JWT.
   * @throws ProblemError `unauthenticated` for a JWT that is not good, `forbidden` for one that gives no role, `unavailable`
   * where its key cannot be checked
   */
  override async authenticate(token: string): Promise<Principal | undefined> {
    if (!JWT.test(token)) return undefined;
    const claims = await this.#verified(token);
    const rights = rightsOf(claims, this.#trust.mapping);
    // Nobody is met, and nothing recorded, for whom the ledger has no use.
    if (rights.roles.length === 0) {
      throw new ProblemError('forbidden', {
        detail: 'The token gives no role of the ledger.',
        action: 'Have the provider put a role that is mapped here into the token.',
      });
    }
    const actorId = await this.#actorId(accountOf(this.#trust.issuer, claims));
    return { actorId, ...rights, credentialKind: 'oidc', credentialId: actorId };
  }

  async #verified(token: string): Promise<JWTPayload> {
    const { issuer, audience, algorithms, tokenType, clockSkewSeconds } = this.#trust;
    try {
      // Looked at before the signature only to refuse: a stranger's token must not make us ask for keys.
      if (decodeJwt(token).iss !== issuer)
        throw tokenRefusal('The token is of another issuer than the one this ledger trusts.');
      const { payload } = await jwtVerify(token, this.#keys.find, {
        issuer,
        audience,
        algorithms: [...algorithms],
        typ: tokenType,
        clockTolerance: clockSkewSeconds,
        requiredClaims: ['exp', 'sub'],
        currentDate: this.#now(),
      });
      return payload;
    } catch (error) {
      throw tokenRefusalFor(error);
    }
  }

  /** The promise is remembered, so that a burst meets somebody once. A failure is not kept. */
  #actorId(account: ProviderAccount): Promise<string> {
    const known = this.#actorIds.get(account.sub);
    if (known !== undefined) return known;
    const met = this.#holders.actorIdOf(account);
    this.#actorIds.set(account.sub, met);
    met.catch(() => this.#actorIds.delete(account.sub));
    return met;
  }
}

/** A service that acts for itself is its own subject (RFC 9068 §2.2). */
function accountOf(issuer: string, claims: JWTPayload): ProviderAccount {
  const { sub, name } = claims;
  const length = typeof sub === 'string' ? sub.length : 0;
  if (sub === undefined || length === 0 || length > SUBJECT_LENGTH_MAX || !sub.isWellFormed()) {
    throw tokenRefusal('The token has no usable `sub`: it must say whom it stands for.');
  }
  const kind = sub === claims['client_id'] || sub === claims['azp'] ? 'service' : 'person';
  const shown = typeof name === 'string' && name.isWellFormed() ? name.trim().slice(0, NAME_LENGTH_MAX) : '';
  return { issuer, sub, kind, ...(shown === '' ? {} : { name: shown }) };
}
