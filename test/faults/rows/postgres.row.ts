import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { EventStoreDbEventStore } from '#libs/event-store';
import { InsistentClient } from '../../support/insistent-client.ts';
import type { LedgerProcess } from '../../support/ledger-process.ts';
import { LedgerReplicas } from '../../support/ledger-replicas.ts';
import { PostgresServer, postgresRefusal } from '../../support/postgres-server.ts';
import { registerParties } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import { caseOf, type FaultRow, type Round, type Trial } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { isProjected, placeOf, type Place } from '../oracle/kept-files.ts';
import { blow } from './retry-storm.row.ts';

const WRITER_COUNT = 4;
const REQUEST_COUNT = 10;
const AWAY_MS = 1_500;
const PROJECTED_MS_MAX = 60_000;
/** Between two looks at the read models, which read all of them. */
const POLL_MS = 200;

const CASES = ['terminated', 'cut', 'frozen'] as const;

/** One projector and two API processes on one PostgreSQL and one event store. */
class ReplicasTrial implements Trial {
  readonly #server: PostgresServer;
  readonly #replicas: LedgerReplicas;
  readonly #apis: LedgerProcess[];
  readonly #act: (round: Round, trial: ReplicasTrial) => Promise<Acknowledgements>;
  #kept = 0;

  private constructor(parts: {
    readonly server: PostgresServer;
    readonly replicas: LedgerReplicas;
    readonly apis: LedgerProcess[];
    readonly act: (round: Round, trial: ReplicasTrial) => Promise<Acknowledgements>;
  }) {
    this.#server = parts.server;
    this.#replicas = parts.replicas;
    this.#apis = parts.apis;
    this.#act = parts.act;
  }

  static async begin(
    apiCount: number,
    act: (round: Round, trial: ReplicasTrial) => Promise<Acknowledgements>,
  ): Promise<ReplicasTrial> {
    const server = new PostgresServer();
    await server.start();
    const replicas = await LedgerReplicas.prepare(server);
    try {
      const projector = replicas.start('projector');
      const apis = await Promise.all(Array.from({ length: apiCount }, () => replicas.start('api')));
      await projector;
      await registerParties(apis[0] ?? assert.fail());
      return new ReplicasTrial({ server, replicas, apis, act });
    } catch (error) {
      await replicas.end();
      throw error;
    }
  }

  async round(round: Round): Promise<string> {
    const acknowledged = await this.#act(round, this);
    await this.#expectKept(acknowledged);
    this.#kept += acknowledged.size;
    return `${this.#kept} events acknowledged`;
  }

  async end(): Promise<void> {
    await this.#replicas.end();
    await this.#server.stop();
  }

  client({ random }: Round): InsistentClient {
    return new InsistentClient(() => this.#apis.map(({ caller }) => caller), random);
  }

  async restartLastApi(): Promise<void> {
    await this.#apis.at(-1)?.kill();
    this.#apis.splice(-1, 1, await this.#replicas.start('api'));
  }

  async terminateBackends(): Promise<void> {
    for (const end = Date.now() + AWAY_MS; Date.now() < end; await wait(100)) {
      await this.#replicas.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    }
  }

  async shutGate(how: 'cut' | 'frozen'): Promise<void> {
    const { postgresGate: gate } = this.#replicas;
    if (how === 'cut') gate.cut();
    else gate.freeze();
    await wait(AWAY_MS);
    gate.open();
  }

  /** In the log once, and in the read models the same as in the log: nothing lost, nothing applied twice. */
  async #expectKept(acknowledged: Acknowledgements): Promise<void> {
    const store = await EventStoreDbEventStore.open({ connectionString: this.#replicas.eventLog.url });
    const log: Place[] = [];
    try {
      for await (const event of store.readAll()) if (isProjected(event)) log.push(placeOf(event));
    } finally {
      await store.close();
    }
    acknowledged.assertKept(log);
    const last = log.at(-1)?.position ?? 0;
    let projected: readonly Place[] = [];
    const isBehind = () => (projected.at(-1)?.position ?? 0) < last;
    for (const end = Date.now() + PROJECTED_MS_MAX; Date.now() < end && isBehind(); await wait(POLL_MS)) {
      const rows = await this.#replicas.query<{ id: string; position: string; revision: string; type: string }>(
        'select event_id as id, position, revision, type from read_models.records join read_models.record_kinds k on k.id = kind_id order by position',
      );
      projected = rows.map(({ id, position, revision, type }) => ({
        ...{ id, type, position: Number(position), revision: Number(revision) },
      }));
    }
    assert.deepEqual(
      projected.filter(({ position }) => position <= last),
      log,
    );
  }
}

async function reportWhileAway(round: Round, trial: ReplicasTrial): Promise<Acknowledgements> {
  const { random, seed } = round;
  const generator = new ReportGenerator(random);
  const client = trial.client(round);
  const acknowledged = new Acknowledgements();
  const how = caseOf(round, CASES);
  const write = async (): Promise<void> => {
    for (let count = 0; count < REQUEST_COUNT; count++) {
      const reports = Array.from({ length: 1 + random.below(5) }, () => {
        const subject = { identifiers: [{ scheme: 'userId', value: `person-${random.below(60)}` }] };
        return generator.aboutPerson({ source: `/postgres-${seed}`, subject });
      });
      const receipts = await client.send(reports);
      reports.forEach((report, place) => acknowledged.acknowledge(report, receipts[place] ?? assert.fail()));
      await wait(random.below(100));
    }
  };
  const outage = wait(random.below(300)).then(() =>
    how === 'terminated' ? trial.terminateBackends() : trial.shutGate(how),
  );
  await Promise.all([outage, ...Array.from({ length: WRITER_COUNT }, write)]);
  return acknowledged;
}

export const postgresRow: FaultRow = {
  name: 'postgres',
  promise: 'PostgreSQL ends its sessions, is cut off, hangs, under load: nothing lost, nothing applied twice',
  rounds: { long: 30, short: 3 },
  refusal: postgresRefusal,
  begin: () => ReplicasTrial.begin(1, reportWhileAway),
};

export const retryStormReplicasRow: FaultRow = {
  name: 'retry-storm-replicas',
  promise: 'the same storm across two API processes, one of them killed: each record once, each answer the first one',
  rounds: { long: 1, short: 1 },
  refusal: postgresRefusal,
  begin: () =>
    ReplicasTrial.begin(2, (round, trial) =>
      blow(round, { client: trial.client(round), restart: () => trial.restartLastApi() }),
    ),
};
