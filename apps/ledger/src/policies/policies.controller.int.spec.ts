import { describe, expect, it } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import { loadPolicyPacks, loadVocabulary } from '#libs/policy-packs';
import type { Principal } from '../identity/index.ts';
import type { ReadModels } from '../reading/read-models.ts';
import type { KnownParties } from '../registries/known-parties.ts';
import { PoliciesController } from './policies.controller.ts';

const [pack] = loadPolicyPacks(loadVocabulary());

/** The controller over read models that hold one version, published when no zone was checked. */
function over(zone: string): PoliciesController {
  const version = { ...pack, effectiveFrom: 0, publishedAt: 0, position: 0, pack: { ...pack, zone } };
  const readModels = { queries: { policies: { version: () => Promise.resolve(version) } } };
  return new PoliciesController({} as CommandBus, readModels as unknown as ReadModels, {} as KnownParties);
}

describe('GET /v1/policies/{controllerId}/{policyVersion}', () => {
  it('tells in which zone days are counted where the zone of the pack is none', async () => {
    const path = { controllerId: pack!.controllerId, policyVersion: pack!.policyVersion };
    const reader = { controllers: 'all' } as Principal;
    expect(await over('Asia/Shenzen').readPolicy(path, reader)).toMatchObject({ zoneInstead: 'UTC' });
    expect(await over('Asia/Shanghai').readPolicy(path, reader)).not.toHaveProperty('zoneInstead');
  });
});
