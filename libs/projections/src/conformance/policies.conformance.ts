import { describe, expect, it } from '@jest/globals';
import type { Parked } from '../batch-projection.ts';
import { FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CLEX, KAADAS } from '../testing/ledger-events.ts';
import { published } from './finding-log.ts';
import type { Current } from './read-models-under-test.ts';

export function describePolicies(current: Current): void {
  describe('published policies', () => {
    it('lists the versions of each company as they were published, and reads one with its pack', async () => {
      const { log } = current();
      const far = published(log, { controllerId: CLEX, policyVersion: 'v2', effectiveFrom: '2027-01-01T00:00:00Z' });
      const ofKaadas = published(log, { controllerId: KAADAS, policyVersion: 'v2' });
      const near = published(log, { controllerId: CLEX, policyVersion: 'v1' });
      await current().project();

      const effectiveFrom = Date.parse('2024-12-31T16:00:00Z');
      const first = {
        controllerId: CLEX,
        policyVersion: 'v2',
        effectiveFrom: Date.parse('2027-01-01T00:00:00Z'),
        publishedAt: FIRST_COMMIT,
        position: far.position,
      };
      const second = {
        controllerId: CLEX,
        policyVersion: 'v1',
        effectiveFrom,
        publishedAt: FIRST_COMMIT + 2_000,
        position: near.position,
      };
      const other = {
        controllerId: KAADAS,
        policyVersion: 'v2',
        effectiveFrom,
        publishedAt: FIRST_COMMIT + 1_000,
        position: ofKaadas.position,
      };
      const { policies } = current().queries;
      expect(await policies.list([KAADAS, CLEX])).toEqual([first, second, other]);
      expect(await policies.list([KAADAS])).toEqual([other]);
      expect(await policies.list([])).toEqual([]);
      expect(await policies.version(CLEX, 'v1')).toEqual({
        ...second,
        pack: {
          controllerId: CLEX,
          policyVersion: 'v1',
          effectiveFrom: '2025-01-01T00:00:00+08:00',
          rows: [{ id: 'CLEX-S1', says: 'v1' }],
        },
      });
      expect(await policies.version(KAADAS, 'v1')).toBeUndefined();
    });

    it('keeps the first of two versions of one name, and parks the other', async () => {
      const { log } = current();
      const first = published(log, { controllerId: CLEX, policyVersion: 'v1' });
      const again = published(log, { controllerId: CLEX, policyVersion: 'v1', effectiveFrom: '2027-01-01T00:00:00Z' });
      const parked: Parked[] = [];
      await current().project({ onParked: (event) => parked.push(event) });

      expect(parked).toEqual([
        { position: again.position, type: 'PolicyVersionPublished', reason: 'constraintViolated' },
      ]);
      expect((await current().queries.policies.list([CLEX])).map(({ position }) => position)).toEqual([first.position]);
      expect(await current().dump()).toEqual(await current().dumpOfRebuild());
    });
  });
}
