import { describe, expect, it } from '@jest/globals';
import { FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { uuid } from '../testing/ledger-events.ts';
import type { Current } from './read-models-under-test.ts';

const HASH = 'a'.repeat(64);

export function describeRegistries(current: Current): void {
  describe('registries', () => {
    it('knows controllers and recipients as they are registered now', async () => {
      const { log } = current();
      const registered = (country: string) =>
        log.write('dataController-clex', {
          type: 'ControllerRegistered',
          controllerId: 'clex',
          fields: { names: ['CLEX'], role: 'controller', country },
        });
      registered('CN');
      log.write('recipient-alipay', {
        type: 'RecipientRegistered',
        fields: { recipient: 'alipay', name: 'Alipay', recipientKind: 'payment' },
      });
      registered('SG');
      await current().project();

      expect(await current().queries.registries.controllers()).toEqual([
        {
          controllerId: 'clex',
          registration: { names: ['CLEX'], role: 'controller', country: 'SG' },
          registeredAt: FIRST_COMMIT,
          changedAt: FIRST_COMMIT + 2_000,
        },
      ]);
      expect(await current().queries.registries.recipients()).toEqual([
        {
          recipientId: 'alipay',
          registration: { recipient: 'alipay', name: 'Alipay', recipientKind: 'payment' },
          registeredAt: FIRST_COMMIT + 1_000,
          changedAt: FIRST_COMMIT + 1_000,
        },
      ]);
    });

    it('knows the terms added to the vocabulary', async () => {
      const term = { name: 'Voiceprint', scheme: 'category', labels: { en: 'Voiceprint' } };
      current().log.write('vocabulary-terms', { type: 'TermRegistered', fields: term });
      await current().project();
      expect(await current().queries.registries.terms()).toEqual([term]);
    });

    it('finds a credential by its id, with what it allows and when it ended', async () => {
      const { log } = current();
      const create = (n: number, fields: object) =>
        log.write(`apiKey-${uuid(n)}`, {
          type: 'ApiKeyCreated',
          fields: {
            keyId: uuid(n),
            keyHash: HASH.slice(1) + String(n),
            holder: uuid(9),
            roles: ['auditor'],
            ...fields,
          },
        });
      create(1, { controllers: ['clex'], subjectId: uuid(8), label: 'audit', expiresAt: '2027-01-01T00:00:00Z' });
      create(2, {});
      for (const cause of ['replaced', 'other']) {
        log.write(`apiKey-${uuid(2)}`, { type: 'ApiKeyRevoked', fields: { keyId: uuid(2), cause } });
      }
      await current().project();

      const { registries } = current().queries;
      const limited = {
        keyId: uuid(1),
        keyHash: `${HASH.slice(1)}1`,
        holder: uuid(9),
        roles: ['auditor'],
        controllers: ['clex'],
        subjectId: uuid(8),
        label: 'audit',
        createdAt: FIRST_COMMIT,
        expiresAt: Date.parse('2027-01-01T00:00:00Z'),
        revokedAt: undefined,
      };
      const revoked = {
        keyId: uuid(2),
        keyHash: `${HASH.slice(1)}2`,
        holder: uuid(9),
        roles: ['auditor'],
        controllers: undefined,
        subjectId: undefined,
        label: undefined,
        createdAt: FIRST_COMMIT + 1_000,
        expiresAt: undefined,
        revokedAt: FIRST_COMMIT + 2_000,
      };
      expect(await registries.apiKey(uuid(1))).toEqual(limited);
      expect(await registries.apiKey(uuid(3))).toBeUndefined();
      expect(await registries.apiKeys()).toEqual([limited, revoked]);
    });

    it('knows who acts, and where the sealed name stands', async () => {
      const { log } = current();
      for (const actorKind of ['service', 'person']) {
        log.write(`actor-${uuid(5)}`, { type: 'ActorIdentified', fields: { actorKind } });
      }
      await current().project();
      expect(await current().queries.registries.actors([uuid(5), uuid(6)])).toEqual([
        { actorId: uuid(5), kind: 'person', identifiedAt: FIRST_COMMIT, revision: 1 },
      ]);
    });
  });
}
