import { LRUCache } from 'lru-cache';
import { hashOfSecret, parseApiKey, sameSecret } from './api-key.ts';
import { Authenticator } from './authenticator.ts';
import type { Role } from './permissions.ts';
import type { Principal } from './principal.ts';

/** What the ledger keeps of an API key. */
export interface ApiKeyRecord {
  readonly keyId: string;
  readonly actorId: string;
  /** SHA-256 of the secret, 64 hexadecimal digits. */
  readonly secretHash: string;
  readonly roles: readonly Role[];
  readonly controllers: readonly string[] | 'all';
  readonly subjectId?: string;
  /** RFC 3339. */
  readonly expiresAt?: string;
  readonly revoked: boolean;
}

/** Where API keys are looked up. */
export abstract class ApiKeyDirectory {
  abstract find(keyId: string): Promise<ApiKeyRecord | undefined>;
}

/** How long a key is believed without looking again: bounds how long a revoked one goes on working, in milliseconds. */
const CACHE_TTL_MS = 1_000;
/** Also bounds what guessed key ids can occupy; about 500 bytes each. */
const CACHE_COUNT_MAX = 10_000;

interface Found {
  readonly record: ApiKeyRecord | undefined;
}

export class ApiKeyAuthenticator extends Authenticator {
  readonly #directory: ApiKeyDirectory;
  readonly #now: () => number;
  readonly #cache = new LRUCache<string, Promise<Found>>({ max: CACHE_COUNT_MAX, ttl: CACHE_TTL_MS });

  /** @param now milliseconds since the epoch. */
  constructor(directory: ApiKeyDirectory, now: () => number = Date.now) {
    super();
    this.#directory = directory;
    this.#now = now;
  }

  override async authenticate(token: string): Promise<Principal | undefined> {
    const parts = parseApiKey(token);
    if (parts === undefined) return undefined;
    const { record } = await this.#find(parts.keyId);
    if (record === undefined || record.revoked || !sameSecret(hashOfSecret(parts.secret), record.secretHash))
      return undefined;
    if (record.expiresAt !== undefined && Date.parse(record.expiresAt) <= this.#now()) return undefined;
    const { keyId, actorId, roles, controllers, subjectId } = record;
    const bound = subjectId === undefined ? {} : { subjectId };
    return { actorId, roles, controllers, ...bound, credentialKind: 'apiKey', credentialId: keyId };
  }

  /** The promise is cached, so that a burst with the same key asks once. A failed look-up is not kept. */
  #find(keyId: string): Promise<Found> {
    const known = this.#cache.get(keyId);
    if (known !== undefined) return known;
    const found = this.#directory.find(keyId).then((record) => ({ record }));
    this.#cache.set(keyId, found);
    found.catch(() => this.#cache.delete(keyId));
    return found;
  }
}
