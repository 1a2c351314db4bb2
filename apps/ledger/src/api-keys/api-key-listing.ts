import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import { ActorIdentified, decode, fieldsAs, STATEMENTS, withOpened } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { ApiKey } from '#libs/projections';
import { mayActForAll, type Principal } from '../identity/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import type { ApiKeyDto } from './api-keys.dto.ts';

/** The credentials there are, with the names of who holds them; never their secrets. */
@Injectable()
export class ApiKeyListing {
  constructor(
    private readonly readModels: ReadModels,
    private readonly store: EventStore,
    private readonly vault: Vault,
  ) {}

  /** Of their controllers only: who holds keys elsewhere is not their business. */
  async all(principal: Principal): Promise<ApiKeyDto[]> {
    const keys = (await this.readModels.queries.registries.apiKeys()).filter(({ controllers }) =>
      mayActForAll(principal, controllers ?? 'all'),
    );
    const names = new Map<string, string>();
    for (const holder of new Set(keys.map((key) => key.holder))) {
      const name = await this.nameOf(holder);
      if (name !== undefined) names.set(holder, name);
    }
    return keys.map((key) => listed(key, names.get(key.holder)));
  }

  private async nameOf(actorId: string): Promise<string | undefined> {
    for await (const event of this.store.readStream(`actor-${actorId}`, { maxCount: 1 })) {
      const decoded = decode(event.type, event.data);
      const sealed = decoded.sealed[STATEMENTS];
      if (sealed === undefined) return undefined;
      const [opened] = await this.vault.open([
        { subjectId: actorId, compartment: STATEMENTS, eventId: event.id, field: STATEMENTS, sealed },
      ]);
      if (opened?.state !== 'open') return undefined;
      const name: unknown = Reflect.get(withOpened(decoded, new Map([[STATEMENTS, opened]])).fields, 'name');
      return fieldsAs(decoded, ActorIdentified) !== undefined && typeof name === 'string' ? name : undefined;
    }
    return undefined;
  }
}

function listed(key: ApiKey, name: string | undefined): ApiKeyDto {
  const { keyId, holder, roles, controllers, subjectId, label, createdAt, expiresAt, revokedAt } = key;
  return {
    keyId,
    actorId: holder,
    ...(name === undefined ? {} : { name }),
    roles,
    controllers: controllers ?? 'all',
    ...(subjectId === undefined ? {} : { subjectId }),
    ...(label === undefined ? {} : { label }),
    createdAt: instant(createdAt),
    ...(expiresAt === undefined ? {} : { expiresAt: instant(expiresAt) }),
    ...(revokedAt === undefined ? {} : { revokedAt: instant(revokedAt) }),
  };
}

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
