import { Injectable } from '@nestjs/common';
import { Vault, type Identifier, type Resolution, type ResolveRequest } from '#libs/crypto-shredding';
import type { ActorReference, SubjectReference } from '#libs/domain';

/** Somebody a report names, found or minted. */
export interface Person {
  readonly id: string;
  /** Nothing can have been recorded about them yet. */
  readonly minted: boolean;
  readonly unconfirmedLinks: Resolution['unconfirmedLinks'];
  readonly conflicts: Resolution['conflicts'];
}

export type PersonReference = SubjectReference | ActorReference;

/** A reference and where to look for it. */
export interface Named {
  readonly realm: string;
  readonly reference: PersonReference;
}

/** Actors of a controller are found apart from its data subjects: a clerk may be a customer too. */
export const actorRealm = (controllerId: string): string => `actors/${controllerId}`;

/** Finds whom reports name. */
@Injectable()
export class People {
  constructor(private readonly vault: Vault) {}

  /** One answer each, in order; `undefined` for an id that the realm does not have. */
  async find(named: readonly Named[]): Promise<(Person | undefined)[]> {
    const found = new Array<Person | undefined>(named.length);
    const byIdentifiers: { place: number; request: ResolveRequest }[] = [];
    const byId: { place: number; id: string; realm: string }[] = [];
    named.forEach(({ realm, reference }, place) => {
      const { identifiers } = reference;
      if (identifiers !== undefined) byIdentifiers.push({ place, request: { realm, identifiers } });
      else byId.push({ place, id: idOf(reference), realm });
    });
    if (byIdentifiers.length > 0) {
      const resolutions = await this.vault.resolve(byIdentifiers.map(({ request }) => request));
      byIdentifiers.forEach(({ place }, n) => {
        const { subjectId: id, minted, unconfirmedLinks, conflicts } = resolutions[n] as Resolution;
        found[place] = { id, minted, unconfirmedLinks, conflicts };
      });
    }
    if (byId.length > 0) {
      const realms = await this.vault.realmsOf(byId.map(({ id }) => id));
      byId.forEach(({ place, id, realm }, n) => {
        if (realms[n] === realm) found[place] = { id, minted: false, unconfirmedLinks: [], conflicts: [] };
      });
    }
    return found;
  }
}

function idOf(reference: PersonReference): string {
  const id = 'kind' in reference ? reference.actorId : reference.subjectId;
  return (id ?? '').toLowerCase();
}

export const identifiersOf = (links: readonly { readonly identifier: Identifier }[]): Identifier[] =>
  links.map(({ identifier }) => identifier);
