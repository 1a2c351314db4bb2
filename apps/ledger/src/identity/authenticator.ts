import type { Principal } from './principal.ts';

/** Turns a bearer token into who it stands for. */
export abstract class Authenticator {
  /**
   * @returns `undefined` for a token it does not know, or that is expired or revoked.
   * @throws ProblemError where it knows more exactly why the token is refused
   */
  abstract authenticate(token: string): Promise<Principal | undefined>;
}

/** Asks one after the other; the first that knows the token decides. */
export class AuthenticatorChain extends Authenticator {
  readonly #authenticators: readonly Authenticator[];

  constructor(authenticators: readonly Authenticator[]) {
    super();
    this.#authenticators = authenticators;
  }

  override async authenticate(token: string): Promise<Principal | undefined> {
    for (const authenticator of this.#authenticators) {
      const principal = await authenticator.authenticate(token);
      if (principal !== undefined) return principal;
    }
    return undefined;
  }
}
