import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { PostgresSessions } from './postgres-sessions.ts';

/** By which these sessions are told from those of other suites on the same server. */
const NAME = `sessions that are ended ${randomUUID()}`;
const ROUNDS = 20;
/** A session that ended unnoticed costs whoever gets it one statement. */
const TRIES_MAX = 5;

const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

describePostgres('sessions that the server ends', () => {
  let sessions: PostgresSessions;
  beforeAll(async () => {
    await server.start();
    const url = new URL(server.url);
    url.searchParams.set('application_name', NAME);
    sessions = new PostgresSessions({ connectionString: url.href, connectionsMax: 2 }, 'read');
  }, POSTGRES_START_TIMEOUT_MS);
  afterAll(async () => {
    await sessions.close();
    await server.stop();
  });
  const endAll = () => server.killConnections(NAME);

  const expectAnswer = async (): Promise<void> => {
    const outcomes: unknown[] = [];
    while (outcomes.length < TRIES_MAX && !outcomes.includes(1)) {
      outcomes.push(
        await sessions.query<{ readonly one: number }>('select 1 as one').then(
          ([row]) => row?.one,
          (error: unknown) => error,
        ),
      );
    }
    expect(outcomes.at(-1)).toBe(1);
  };

  it('are replaced when they are ended in use, between two statements', async () => {
    const session = await sessions.acquire();
    const isToldOfEnd = new Promise((resolve) => session.once('end', resolve));
    expect(await endAll()).toBe(1);
    await isToldOfEnd;
    await expect(session.query('select 1')).rejects.toThrow();
    session.release(true);
    await expectAnswer();
  });

  it('are replaced when they are ended while they are made ready', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const asked = Promise.allSettled([sessions.query('select 1'), sessions.query('select 1')]);
      await Promise.all([asked, endAll(), endAll(), endAll()]);
      for (const outcome of await asked) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'unavailable' });
      }
      await endAll();
    }
    await expectAnswer();
  });
});
