import type { JSONWebKeySet } from 'jose';
import { isProviderUrl } from '../settings/oidc-validation.ts';

/** In milliseconds: a request waits for it. */
const TIMEOUT_MS = 5_000;
/** A set of keys has a few kilobytes. */
const BYTES_MAX = 262_144;

export interface ProviderAddress {
  readonly issuer: string;
  /** Left out: found by discovery. */
  readonly jwksUri?: string | undefined;
}

/** What an OpenID provider publishes about itself (OpenID Connect Discovery 1.0 §4; RFC 7517 §5). */
export class ProviderDocuments {
  readonly #address: ProviderAddress;

  constructor(address: ProviderAddress) {
    this.#address = address;
  }

  /** @throws Error where it cannot be had, or is not what it should be. */
  async keys(): Promise<JSONWebKeySet> {
    const content = await readJson(this.#address.jwksUri ?? (await this.#discoveredUri()));
    const keys = memberOf(content, 'keys');
    if (!Array.isArray(keys) || keys.some((key) => typeof key !== 'object' || key === null)) {
      throw new Error('The provider answered with no set of keys.');
    }
    return { keys };
  }

  /** Looked up each time: a provider may move its keys, and one request a second at most asks for them. */
  async #discoveredUri(): Promise<string> {
    const { issuer } = this.#address;
    const metadata = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    if (memberOf(metadata, 'issuer') !== issuer) throw new Error('The metadata is of another issuer.');
    const uri = memberOf(metadata, 'jwks_uri');
    if (typeof uri !== 'string' || !isProviderUrl(uri)) throw new Error('The metadata names no usable jwks_uri.');
    return uri;
  }
}

async function readJson(url: string): Promise<unknown> {
  const answer = await fetch(url, {
    headers: { accept: 'application/json, application/jwk-set+json' },
    // A redirect could lead away from https.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    throw new Error(`The provider answered with status ${answer.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.byteLength;
    if (bytes > BYTES_MAX) throw new Error('The provider answered with too much.');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const memberOf = (content: unknown, name: string): unknown =>
  typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined;
