import { generateKeyPairSync, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** The ledger's name at the provider (RFC 8707). */
export const AUDIENCE = 'https://ledger.example/api';
export const OTHER_AUDIENCE = 'https://shop.example/api';

/** A service that gets tokens for itself, and what the provider writes into them. */
export interface ServiceAccount {
  readonly clientId: string;
  readonly claims: { readonly [claim: string]: unknown };
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export const newSigningKey = (): SigningKey => ({
  kid: randomUUID(),
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
});

/** Nothing has to be found again: clients are configured, and tokens are signed. */
class NoMemory {
  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  upsert(): Promise<void> {
    return Promise.resolve();
  }
}

/** A certified OpenID provider on loopback that can change its keys and go away while it runs. */
export class IdentityProvider {
  readonly #accounts: readonly ServiceAccount[];
  readonly #secrets = new Map<string, string>();
  #server: Server | undefined;
  #provider: Provider | undefined;
  #port = 0;

  private constructor(accounts: readonly ServiceAccount[]) {
    this.#accounts = accounts;
    for (const { clientId } of accounts) this.#secrets.set(clientId, randomBytes(32).toString('base64url'));
  }

  static async start(accounts: readonly ServiceAccount[], keys: readonly SigningKey[]): Promise<IdentityProvider> {
    const provider = new IdentityProvider(accounts);
    await provider.comeBack();
    provider.useKeys(keys);
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** From now on it signs with the first and publishes all. */
  useKeys(keys: readonly SigningKey[]): void {
    const jwks = {
      keys: keys.map(({ kid, privateKey }) => ({ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig' })),
    };
    const claimsOf = new Map(this.#accounts.map(({ clientId, claims }) => [clientId, claims]));
    this.#provider = new Provider(this.issuer, {
      adapter: NoMemory,
      jwks,
      clients: this.#accounts.map(({ clientId }) => ({
        client_id: clientId,
        client_secret: this.#secrets.get(clientId),
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      })),
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context: unknown, resource: string) => ({
            scope: 'short',
            audience: resource,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
      // In seconds. The scope lets a test have a token that ends while it runs.
      ttl: {
        ClientCredentials: (_context: unknown, { scope }: { readonly scope?: string }) => (scope === 'short' ? 1 : 600),
      },
      extraTokenClaims: (_context: unknown, { clientId }: { readonly clientId: string }) => claimsOf.get(clientId),
    });
  }

  /** An access token, by the client credentials grant (RFC 6749 §4.4). */
  async token(
    clientId: string,
    { resource, scope }: { readonly resource?: string; readonly scope?: string } = {},
  ): Promise<string> {
    const credentials = `${clientId}:${this.#secrets.get(clientId)}`;
    const answer = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(resource === '' ? {} : { resource: resource ?? AUDIENCE }),
        ...(scope === undefined ? {} : { scope }),
      }),
    });
    const { access_token: token, error_description: error } = (await answer.json()) as { [member: string]: string };
    if (token === undefined) throw new Error(`The provider gave no token: ${error}`);
    return token;
  }

  async goAway(): Promise<void> {
    const server = this.#server;
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  }

  /** At the same address as before. */
  async comeBack(): Promise<void> {
    const server = createServer((request, response) => this.#provider?.callback()(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }
}
