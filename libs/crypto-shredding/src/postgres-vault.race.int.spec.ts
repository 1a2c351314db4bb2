import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import type { Acknowledgement } from './postgres-vault.race-writer.ts';
import { PostgresVault } from './postgres-vault.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i + 1));
const PEOPLE = 1_000;

const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

describePostgres('vaults in several processes on one PostgreSQL', () => {
  const schema = server.newSchema('vault');
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(async () => {
    await server.dropSchema(schema);
    await server.stop();
  });

  const run = (name: string) => {
    const script = fileURLToPath(new URL('./postgres-vault.race-writer.ts', import.meta.url));
    const parameters = [server.url, schema, KEY.toString('hex'), String(PEOPLE), name];
    const child = spawn(process.execPath, ['--conditions=source', script, ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: Acknowledgement[] = [];
    const lines = createInterface({ input: child.stdout });
    // A kill may cut the last line short; it was not acknowledged then.
    lines.on('line', (line) => line.endsWith('}') && acknowledged.push(JSON.parse(line)));
    return { child, acknowledged, first: once(lines, 'line'), exited: once(child, 'exit') };
  };

  it('mint each person once and make each key once, also when one of them is killed', async () => {
    const writers = ['a0', 'a1', 'b0', 'b1'].map(run);
    const [victim, ...survivors] = writers;
    await victim?.first;
    victim?.child.kill('SIGKILL');
    await Promise.all(writers.map(({ exited }) => exited));
    const acknowledged = writers.flatMap((writer) => writer.acknowledged);

    const vault = await PostgresVault.open({
      connectionString: server.url,
      schema,
      keyWrapper: LocalKeyWrapper.fromKey(KEY),
    });
    const opened = await vault.open(
      acknowledged.map((one) => ({ ...one, compartment: 'statements', field: 'statements' })),
    );
    const found = await Promise.all(
      acknowledged.map(({ person }) => vault.find('c1', { scheme: 'email', value: `person-${person}@example.com` })),
    );
    await vault.close();

    expect(survivors.map((writer) => writer.acknowledged.length)).toEqual(survivors.map(() => PEOPLE));
    expect(acknowledged.map(({ subjectId }) => subjectId)).toEqual(found);
    expect(opened).toEqual(acknowledged.map(({ eventId }) => ({ state: 'open', plaintext: eventId })));
    const mintedTwice = acknowledged.filter(({ minted }) => minted).map(({ person }) => person);
    expect(new Set(mintedTwice).size).toBe(mintedTwice.length);
    const [counts] = await server.execute(
      `select (select count(*)::int from ${schema}.subjects) as subjects,
         (select count(*)::int from ${schema}.data_keys) as keys`,
    );
    expect(counts).toEqual({ subjects: PEOPLE, keys: 2 * PEOPLE });
  }, 60_000);
});
