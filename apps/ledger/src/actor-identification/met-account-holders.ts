import { hash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { AccountHolders, type ProviderAccount } from '../identity/index.ts';
import type { ActorIdentification } from './actor-identification.ts';

/** Accounts of an identity provider as actors of the ledger. */
export class MetAccountHolders extends AccountHolders {
  constructor(private readonly actors: ActorIdentification) {
    super();
  }

  override actorIdOf({ issuer, sub, kind, name }: ProviderAccount): Promise<string> {
    // Hashed because the vault takes shorter texts and would trim them; it keeps a keyed hash of this one.
    const value = hash('sha256', JSON.stringify([issuer, sub]), 'base64url');
    const accounts = [
      { scheme: 'oidcIssuer', value: issuer },
      { scheme: 'oidcSubject', value: sub },
    ];
    return this.actors.meet(
      { foundBy: { scheme: 'oidc', value }, kind, accounts, ...(name === undefined ? {} : { name }) },
      { correlationId: uuidv7() },
    );
  }
}
