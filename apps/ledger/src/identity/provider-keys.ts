import { setTimeout as delay } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { ProblemError } from '../problems/problem-error.ts';
import type { ProviderDocuments } from './provider-documents.ts';

/** Known keys are asked for again after this long, beside the work, so that withdrawn ones go, in milliseconds. */
const FRESH_MS = 600_000;
/** Longest time that keys are believed while the provider does not answer, in milliseconds: a working day and a night. */
const BELIEVED_MS_MAX = 24 * 3_600_000;
/** The provider is asked no more often than this, whatever tokens come, in milliseconds. */
const PAUSE_MS = 1_000;

export interface ProviderKeysOptions {
  readonly documents: Pick<ProviderDocuments, 'keys'>;
  /** Told of each failure to get the keys. */
  readonly onFailure: () => void;
  /** Milliseconds that never go backwards. */
  readonly now?: () => number;
}

/**
 * The keys of the identity provider. Those it knows keep working while the provider is away; a key it does not know is
 * asked for, which is how a rotation is noticed. Any number of unknown ones ask once a second, together.
 */
export class ProviderKeys {
  readonly #documents: Pick<ProviderDocuments, 'keys'>;
  readonly #onFailure: () => void;
  readonly #now: () => number;
  #keys: JWTVerifyGetKey | undefined;
  #fetchedAt = -Infinity;
  #triedAt = -Infinity;
  #lastFailed = false;
  #refreshing: Promise<void> | undefined;

  constructor({ documents, onFailure, now = () => performance.now() }: ProviderKeysOptions) {
    this.#documents = documents;
    this.#onFailure = onFailure;
    this.#now = now;
  }

  /**
   * The key a token says it is signed with.
   * @throws ProblemError `unavailable` where the provider must be asked and does not answer; JWKSNoMatchingKey
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const age = this.#now() - this.#fetchedAt;
    if (this.#keys === undefined || age > BELIEVED_MS_MAX) await this.#refresh();
    else if (age > FRESH_MS) this.#refresh().catch(() => undefined);
    try {
      return await this.#known(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await this.#refresh();
    return this.#known(header, token);
  };

  async #known(...[header, token]: Parameters<JWTVerifyGetKey>) {
    if (this.#keys === undefined) throw unavailable();
    return this.#keys(header, token);
  }

  /** Whoever needs it meanwhile waits for the same answer. */
  #refresh(): Promise<void> {
    const wait = this.#triedAt + PAUSE_MS - this.#now();
    if (this.#refreshing === undefined && wait > 0 && this.#lastFailed) return Promise.reject(unavailable());
    this.#refreshing ??= this.#fetch(wait).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #fetch(waitMs: number): Promise<void> {
    if (waitMs > 0) await delay(waitMs);
    try {
      this.#keys = createLocalJWKSet(await this.#documents.keys());
      this.#fetchedAt = this.#now();
      this.#lastFailed = false;
    } catch (cause) {
      this.#lastFailed = true;
      this.#onFailure();
      throw unavailable(cause);
    } finally {
      this.#triedAt = this.#now();
    }
  }
}

const unavailable = (cause?: unknown): ProblemError =>
  new ProblemError('unavailable', {
    detail: 'The identity provider does not answer, so the key of this token cannot be checked.',
    ...(cause === undefined ? {} : { cause }),
  });
