import { ApiKeyDirectory, isRole, type ApiKeyRecord } from '../identity/index.ts';
import type { ReadModels } from '../reading/read-models.ts';

/** API keys as the read models know them. */
export class ProjectedApiKeys extends ApiKeyDirectory {
  constructor(private readonly readModels: ReadModels) {
    super();
  }

  override async find(keyId: string): Promise<ApiKeyRecord | undefined> {
    const key = await this.readModels.queries.registries.apiKey(keyId);
    if (key === undefined) return undefined;
    const { holder, keyHash, roles, controllers, subjectId, expiresAt, revokedAt } = key;
    return {
      keyId,
      actorId: holder,
      secretHash: keyHash,
      roles: roles.filter(isRole),
      controllers: controllers ?? 'all',
      ...(subjectId === undefined ? {} : { subjectId }),
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
      revoked: revokedAt !== undefined,
    };
  }
}
