import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../../test/support/postgres-server.ts';
import { KeyRing } from '../key-ring.ts';
import { PostgresVault } from '../postgres-vault.ts';
import { both, describeRotation, fresh, old, type RotationUnderTest, untilFree } from './key-rotation.conformance.ts';
import { rotatePostgresVault } from './rotate-vault.ts';

const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

describePostgres('PostgreSQL', () => {
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(() => server.stop());

  const newVault = async (): Promise<RotationUnderTest> => {
    const schema = server.newSchema('vault');
    const changes = {
      destroy: `delete from ${schema}.data_keys where subject_id = $1`,
      damage: `update ${schema}.data_keys set wrapped = decode(repeat('00', 61), 'hex') where subject_id = $1`,
    };
    return {
      open: (keyWrapper) => PostgresVault.open({ connectionString: server.url, schema, keyWrapper }),
      rotate: (options) => rotatePostgresVault({ connectionString: server.url, schema, ...options }),
      kekIds: async () =>
        (
          await server.execute<{ readonly id: string }>(
            `select kek_id as id from ${schema}.data_keys union select kek_id from ${schema}.secrets`,
          )
        ).map(({ id }) => id),
      execute: async (change, subjectId) => {
        await server.execute(changes[change], [subjectId]);
      },
      place: [server.url, schema],
      remove: () => server.dropSchema(schema),
    };
  };

  describeRotation('PostgreSQL', newVault);

  describe('rotating while services are at work', () => {
    const people = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({
        realm: 'c1',
        identifiers: [{ scheme: 'email', value: `p${from + i}@example.com` }],
      }));

    it('disturbs none that has both keys and wraps with the new one', async () => {
      const underTest = await newVault();
      const first = await underTest.open(old);
      await first.resolve(people(0, 2_000));
      await first.close();
      const service = await underTest.open(both);
      let rotating = true;
      const rotation = underTest.rotate({ to: fresh, from: old, batchCount: 20 }).finally(() => (rotating = false));
      const sealed: (readonly [string, string])[] = [];
      for (let next = 1_000; rotating; next += 50) {
        for (const { subjectId } of await service.resolve(people(next, 50))) {
          const place = { subjectId, compartment: `statements`, eventId: 'e', field: 'f' };
          const [text = ''] = await service.seal([{ ...place, plaintext: subjectId }]);
          sealed.push([subjectId, text]);
        }
      }
      expect(await rotation).toMatchObject({ rewrapped: 2_000, unopened: 0 });
      await service.close();
      expect(await underTest.kekIds()).toEqual([fresh.kekId]);
      const after = await underTest.open(fresh);
      const opened = await after.open(
        sealed.map(([subjectId, text]) => ({
          subjectId,
          compartment: 'statements',
          eventId: 'e',
          field: 'f',
          sealed: text,
        })),
      );
      await after.close();
      expect(sealed.length).toBeGreaterThan(0);
      expect(opened).toEqual(sealed.map(([subjectId]) => ({ state: 'open', plaintext: subjectId })));
      await underTest.remove();
    });

    it('is refused while one still wraps with the old key', async () => {
      const underTest = await newVault();
      for (const keyWrapper of [old, new KeyRing({ current: old, also: fresh })]) {
        const service = await underTest.open(keyWrapper);
        await expect(underTest.rotate({ to: fresh, from: old })).rejects.toMatchObject({ code: 'locked' });
        expect(await underTest.kekIds()).toEqual([old.kekId]);
        await service.close();
      }
      await underTest.remove();
    });

    it('keeps one that had no connection just then from wrapping with the old key ever after', async () => {
      const underTest = await newVault();
      const [, schema] = underTest.place;
      const connectionString = `${server.url}?application_name=${schema}`;
      const service = await PostgresVault.open({ connectionString, schema, keyWrapper: old });
      await service.resolve(people(0, 10));
      expect(await server.killConnections(schema)).toBeGreaterThan(0);
      await untilFree(() => underTest.rotate({ to: fresh, from: old }));
      await expect(service.ping()).rejects.toMatchObject({ code: 'wrongKeyEncryptionKey' });
      await expect(service.resolve(people(10, 1))).rejects.toMatchObject({ code: 'wrongKeyEncryptionKey' });
      await service.close();
      expect(await underTest.kekIds()).toEqual([fresh.kekId]);
      await underTest.remove();
    });
  });
});
