import { sameSecret } from './api-key.ts';
import { Authenticator } from './authenticator.ts';
import type { Principal } from './principal.ts';

/** The actor in whose name the first administrator acts: a fixed UUID (version 8, RFC 9562 §5.8), since nobody made it. */
export const BOOTSTRAP_ADMIN_ACTOR_ID = '00000000-0000-8000-8000-000000000001';

const PRINCIPAL: Principal = {
  actorId: BOOTSTRAP_ADMIN_ACTOR_ID,
  roles: ['admin'],
  controllers: 'all',
  credentialKind: 'bootstrapAdmin',
  credentialId: BOOTSTRAP_ADMIN_ACTOR_ID,
};

/** Knows the one token of `PDL_ADMIN_KEY`, from which the first API keys are made. */
export class BootstrapAdminAuthenticator extends Authenticator {
  readonly #adminKey: string;

  constructor(adminKey: string) {
    super();
    this.#adminKey = adminKey;
  }

  override authenticate(token: string): Promise<Principal | undefined> {
    return Promise.resolve(sameSecret(token, this.#adminKey) ? PRINCIPAL : undefined);
  }
}
