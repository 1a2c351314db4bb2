import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { TcpGate } from '../../../test/support/tcp-gate.ts';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { PostgresVault } from './postgres-vault.ts';

const keyWrapper = LocalKeyWrapper.fromKey(Buffer.from(Array.from({ length: 32 }, (_, i) => i)));
const server = new PostgresServer();
const describePostgres = await describeOnPostgres();
/** Short, so that the test is. Milliseconds. */
const CONNECT_MAX = 500;
const STATEMENT_MAX = 700;
/** Statement, the second that the server is given to say so itself, and a busy machine. Milliseconds. */
const PATIENCE = 6_000;

const requestFor = (value: string) => ({
  realm: 'c1',
  identifiers: [{ scheme: 'email', value: `${value}@example.com` }],
});
const find = (vault: PostgresVault, value: string) =>
  vault.find('c1', { scheme: 'email', value: `${value}@example.com` });

describePostgres('a vault on a PostgreSQL that fails', () => {
  let schema: string;
  let gate: TcpGate;
  let vault: PostgresVault;
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(() => server.stop());
  beforeEach(async () => {
    schema = server.newSchema('vault');
    gate = await TcpGate.before(server.url);
    vault = await open();
  });
  afterEach(async () => {
    await vault.close();
    await gate.close();
    await server.dropSchema(schema);
  });

  const open = () =>
    PostgresVault.open({
      connectionString: `${server.urlThrough(gate.port)}?application_name=${schema}`,
      schema,
      keyWrapper,
      connectTimeoutMs: CONNECT_MAX,
      statementTimeoutMs: STATEMENT_MAX,
    });
  const subjectOf = async (value: string) => (await vault.resolve([requestFor(value)]))[0]?.subjectId;
  const count = async (table: string) =>
    (await server.execute<{ readonly count: number }>(`select count(*)::int from ${schema}.${table}`))[0]?.count;

  it('goes on after its connections were killed', async () => {
    const ada = await subjectOf('ada');
    expect(await server.killConnections(schema)).toBeGreaterThan(0);
    await wait(50);

    expect(await subjectOf('bob')).not.toBe(ada);
    await vault.ping();
  });

  it('is unavailable while the server is, still answers from memory, and recovers by itself', async () => {
    const ada = await subjectOf('ada');
    gate.cut();

    await expect(vault.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(subjectOf('bob')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(open()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await subjectOf('ada')).toBe(ada);
    gate.open();

    await vault.ping();
    expect(await subjectOf('bob')).toBeDefined();
    expect(await count('subjects')).toBe(2);
  });

  it('waits no longer than it was told for a server that hangs, and recovers by itself', async () => {
    await subjectOf('ada');
    gate.freeze();

    const started = performance.now();
    const calls = await Promise.allSettled([vault.ping(), find(vault, 'bob'), subjectOf('carol'), open()]);
    const waited = performance.now() - started;
    gate.open();

    expect(calls.map((call) => (call.status === 'rejected' ? call.reason.code : call.value))).toEqual(
      calls.map(() => 'unavailable'),
    );
    expect(waited).toBeLessThan(PATIENCE);
    await vault.ping();
    expect(await subjectOf('carol')).toBeDefined();
  });

  it('closes although the server hangs', async () => {
    await subjectOf('ada');
    gate.freeze();
    const started = performance.now();
    await vault.close();
    expect(performance.now() - started).toBeLessThan(PATIENCE);
  });

  it('gives up a statement that waits for a lock, and writes nothing of it', async () => {
    const lock = server.execute(
      `begin; lock table ${schema}.subjects; select pg_sleep(${(STATEMENT_MAX * 2) / 1_000})`,
    );
    await wait(200);
    await expect(subjectOf('ada')).rejects.toMatchObject({ code: 'unavailable' });
    await lock;
    expect([await count('subjects'), await count('blind_index')]).toEqual([0, 0]);
    expect(await subjectOf('ada')).toBeDefined();
  });

  it('finds again whatever became of a commit whose answer was lost', async () => {
    const values = Array.from({ length: 20 }, (_, i) => `person-${i}`);
    const pending = values.map((value) => subjectOf(value).catch((error: { readonly code: string }) => error.code));
    await wait(2);
    gate.cut();
    const first = await Promise.all(pending);
    gate.open();
    const second = await Promise.all(values.map(subjectOf));

    // Acknowledged before the cut, or not known; never another person afterwards.
    expect(first).toEqual(second.map((subjectId, i) => (first[i] === 'unavailable' ? 'unavailable' : subjectId)));
    expect(await count('subjects')).toBe(values.length);
  });
});
