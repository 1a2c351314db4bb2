import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { PostgresVault, type PostgresVaultOptions } from './postgres-vault.ts';
import { describeVault } from './vault.conformance.ts';

const keyWrapper = LocalKeyWrapper.fromKey(Buffer.from(Array.from({ length: 32 }, (_, i) => i)));
const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

describePostgres('PostgresVault', () => {
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(() => server.stop());

  describeVault('PostgresVault', async () => {
    const schema = server.newSchema('vault');
    return {
      open: () => PostgresVault.open({ connectionString: server.url, schema, keyWrapper }),
      destroyKey: async (subjectId, compartment) => {
        const sql = `delete from ${schema}.data_keys where subject_id = $1 and compartment = $2`;
        await server.execute(sql, [subjectId, compartment]);
      },
      remove: () => server.dropSchema(schema),
    };
  });

  describe('its schema', () => {
    let schema: string;
    beforeEach(() => {
      schema = server.newSchema('vault');
    });
    afterEach(() => server.dropSchema(schema));

    const open = (options: Partial<PostgresVaultOptions> = {}) =>
      PostgresVault.open({ connectionString: server.url, schema, keyWrapper, ...options });
    const requestsFor = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        realm: 'c1',
        identifiers: [{ scheme: 'email', value: `p${i}@example.com` }],
      }));
    /** A closed vault with some people in it. */
    const fill = async () => {
      const vault = await open();
      const resolutions = await vault.resolve(requestsFor(30));
      await vault.close();
      return resolutions.map(({ subjectId }) => subjectId);
    };
    const place = (subjectId: string) => ({ subjectId, compartment: 'identifiers', eventId: 'e', field: 'f' });

    it('is made once by many openers at once, which then agree on everybody', async () => {
      const vaults = await Promise.all(Array.from({ length: 6 }, () => open({ connectionsMax: 2 })));
      const answers = await Promise.all(vaults.map((vault) => vault.resolve(requestsFor(200))));
      await Promise.all(vaults.map((vault) => vault.close()));

      const [first = []] = answers.map((resolutions) => resolutions.map(({ subjectId }) => subjectId));
      expect(answers.map((resolutions) => resolutions.map(({ subjectId }) => subjectId))).toEqual(
        vaults.map(() => first),
      );
      expect(answers.flat().filter(({ minted }) => minted).length).toBe(200);
      const [counts] = await server.execute(
        `select (select count(*)::int from ${schema}.subjects) as subjects,
           (select count(*)::int from ${schema}.data_keys) as keys, (select count(*)::int from ${schema}.secrets) as secrets`,
      );
      expect(counts).toEqual({ subjects: 200, keys: 200, secrets: 2 });
    });

    it('opens with its own key-encryption key only', async () => {
      await fill();
      const other = LocalKeyWrapper.fromKey(Buffer.alloc(32, 1).fill(2, 5));
      await expect(open({ keyWrapper: other })).rejects.toMatchObject({ code: 'wrongKeyEncryptionKey' });
      await (await open()).close();
    });

    it.each([
      ['its secrets are gone', 'delete from secrets'],
      ['one of its secrets is gone', "delete from secrets where name = 'derivedId'"],
      ['a table is gone', 'drop table blind_index'],
      ['a later program wrote it', 'update vault_format set version = 2'],
      ['its format is not told', 'delete from vault_format'],
      ['it holds something else', 'drop table vault_format'],
    ])('is refused when %s', async (_, sql) => {
      await fill();
      await server.execute(`set search_path = ${schema}; ${sql}`);
      await expect(open()).rejects.toMatchObject({ code: 'damaged' });
    });

    it('is not replaced by an empty one where one must be', async () => {
      await expect(open({ create: false })).rejects.toMatchObject({ code: 'damaged' });
      await server.execute(`create schema ${schema}`);
      await expect(open({ create: false })).rejects.toMatchObject({ code: 'damaged' });
      await (await open()).close();
      await (await open({ create: false })).close();
    });

    it('tells of a table that is lost in use', async () => {
      const vault = await open();
      await server.execute(`drop table ${schema}.blind_index`);
      const [request = requestsFor(1)[0]] = requestsFor(1);
      await expect(vault.resolve(request === undefined ? [] : [request])).rejects.toMatchObject({ code: 'damaged' });
      await vault.close();
    });

    it('gives away no key that was changed or moved to another person', async () => {
      const [ada = '', bob = '', eve = ''] = await fill();
      let vault = await open();
      const requests = [ada, bob, eve].map((subjectId) => ({ ...place(subjectId), plaintext: 'text' }));
      const sealed = await vault.seal(requests);
      await vault.close();
      await server.execute(
        `update ${schema}.data_keys set wrapped = (select wrapped from ${schema}.data_keys where subject_id = $1)
         where subject_id = $2`,
        [bob, ada],
      );
      await server.execute(`update ${schema}.data_keys set wrapped = $1 where subject_id = $2`, [
        Buffer.alloc(61),
        eve,
      ]);

      vault = await open();
      const opened = await vault.open(
        requests.map((request, i) => ({ ...place(request.subjectId), sealed: sealed[i] ?? '' })),
      );
      await vault.close();

      expect(opened.map(({ state }) => state)).toEqual(['tampered', 'open', 'tampered']);
    });

    it('opens item by item what names nobody that PostgreSQL could store', async () => {
      const vault = await open();
      const opened = await vault.open([{ ...place('a\0b'), sealed: 'x' }]);
      const realms = await vault.realmsOf(['a\0b']);
      await vault.close();
      expect([opened, realms]).toEqual([[{ state: 'erased' }], [undefined]]);
    });

    it('commits durably although the connection string says otherwise', async () => {
      const vault = await open({ connectionString: withOption(server.url, 'synchronous_commit=off') });
      await server.execute(
        `create table ${schema}.observed (setting text);
         create function ${schema}.observe() returns trigger language plpgsql as
           $$ begin insert into ${schema}.observed values (current_setting('synchronous_commit')); return null; end $$;
         create trigger observe after insert on ${schema}.subjects execute function ${schema}.observe()`,
      );
      await vault.resolve(requestsFor(1));
      await vault.close();
      expect(await server.execute(`select setting from ${schema}.observed`)).toEqual([{ setting: 'on' }]);
    });

    it('says nothing of an address or a password that does not work', async () => {
      const url = new URL(server.url);
      url.pathname = '/no_such_database_8f1';
      url.password = 'pass-8f1';
      const call = open({ connectionString: url.href });
      await expect(call).rejects.toMatchObject({ code: 'unavailable' });
      await expect(call).rejects.toThrow(/^(?!.*8f1).*$/);
    });
  });
});

function withOption(url: string, option: string): string {
  const changed = new URL(url);
  changed.searchParams.set('options', `-c ${option}`);
  return changed.href;
}
