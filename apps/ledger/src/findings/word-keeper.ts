import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import { ActorIdentification } from '../actor-identification/actor-identification.ts';

/** Under whose key words about nobody are sealed: the key of whoever says them. */
@Injectable()
export class WordKeeper {
  constructor(
    private readonly vault: Vault,
    private readonly actors: ActorIdentification,
  ) {}

  /** Development identities are strangers to the vault until they say something. */
  async of(actorId: string, correlationId: string): Promise<string> {
    const [realm] = await this.vault.realmsOf([actorId]);
    if (realm !== undefined) return actorId;
    const foundBy = { scheme: 'developmentIdentity', value: actorId };
    return this.actors.meet({ foundBy, kind: 'person' }, { correlationId, recordedBy: actorId });
  }
}
