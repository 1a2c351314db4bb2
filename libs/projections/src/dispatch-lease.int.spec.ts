import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { openDispatchLease } from './dispatch-lease.ts';

const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

it('is held by the one process there is beside read models in a file', async () => {
  const lease = await openDispatchLease({ file: 'read-models.sqlite' });
  expect(await lease.isHeld()).toBe(true);
  await lease.close();
});

describePostgres('the right to tell services, on PostgreSQL', () => {
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(() => server.stop());

  it('is held by one at a time, and by another when that one is gone', async () => {
    const place = { connectionString: server.url };
    const [first, second] = [await openDispatchLease(place), await openDispatchLease(place)];
    expect([await first.isHeld(), await second.isHeld(), await first.isHeld()]).toEqual([true, false, true]);
    await first.close();
    expect(await second.isHeld()).toBe(true);
    await second.close();
  });
});
