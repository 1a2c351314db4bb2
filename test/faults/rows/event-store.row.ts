import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  generateKeyEncryptionKeyFile,
  loadKeyEncryptionKey,
  LocalKeyWrapper,
  SqliteVault,
} from '#libs/crypto-shredding';
import { EventStoreDbEventStore } from '#libs/event-store';
import { EventLogServer, FREEZE_REFUSAL } from '../../support/event-log-server.ts';
import { EventStoreDouble } from '../../support/event-store-double.ts';
import { InsistentClient } from '../../support/insistent-client.ts';
import { discard, LedgerProcess, newDataDir } from '../../support/ledger-process.ts';
import { registerParties } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import { caseOf, type FaultRow, type Round, type Trial } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { projectedAfter } from '../oracle/kept-files.ts';

const WRITER_COUNT = 4;
const REQUEST_COUNT = 10;
/** Longer than a call waits for its answer: somebody is told that nobody knows. Milliseconds. */
const FROZEN_MS = 7_000;
const AWAY_MS = 700;
const PROJECTED_MS_MAX = 60_000;

/** A fault, from its beginning until it is over. */
type Outage = () => Promise<void>;

class EventStoreTrial implements Trial {
  readonly #ledger: LedgerProcess;
  readonly #url: string;
  readonly #outages: readonly Outage[];
  readonly #end: () => Promise<void>;
  readonly #acknowledged = new Acknowledgements();
  #unanswered = 0;

  constructor(parts: { ledger: LedgerProcess; url: string; outages: readonly Outage[]; end: () => Promise<void> }) {
    this.#ledger = parts.ledger;
    this.#url = parts.url;
    this.#outages = parts.outages;
    this.#end = parts.end;
  }

  async round(round: Round): Promise<string> {
    const { random, seed } = round;
    const generator = new ReportGenerator(random);
    const client = new InsistentClient(() => [this.#ledger.caller], random);
    const write = async (): Promise<void> => {
      for (let count = 0; count < REQUEST_COUNT; count++) {
        const reports = Array.from({ length: 1 + random.below(5) }, () => {
          const subject = { identifiers: [{ scheme: 'userId', value: `person-${random.below(25)}` }] };
          return generator.aboutPerson({ source: `/event-store-${seed}`, subject });
        });
        const receipts = await client.send(reports);
        reports.forEach((report, place) => this.#acknowledged.acknowledge(report, receipts[place] ?? assert.fail()));
        await wait(random.below(50));
      }
    };
    const outage = wait(random.below(200)).then(caseOf(round, this.#outages));
    await Promise.all([outage, ...Array.from({ length: WRITER_COUNT }, write)]);
    await this.#expectKept();
    this.#unanswered += client.unansweredCount;
    return `${this.#acknowledged.size} events acknowledged, ${this.#unanswered} answers left open on the way`;
  }

  async end(): Promise<void> {
    await discard(this.#ledger);
    await this.#end();
  }

  /** In the log, read beside the service, and in the read models, whose subscription went on by itself. */
  async #expectKept(): Promise<void> {
    const store = await EventStoreDbEventStore.open({ connectionString: this.#url });
    try {
      const events = [];
      for await (const event of store.readAll()) events.push(event);
      this.#acknowledged.assertKept(events);
    } finally {
      await store.close();
    }
    for (const end = Date.now() + PROJECTED_MS_MAX; ; await wait(50)) {
      const projected = projectedAfter(this.#ledger.dataDir);
      const isComplete = new Set(projected.map(({ id }) => id)).size >= this.#acknowledged.size;
      if (!isComplete && Date.now() < end) continue;
      try {
        return this.#acknowledged.assertKept(projected);
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }
}

/** A ledger whose log is elsewhere. A server that others use is not empty, and no vault is made beside a log that has events. */
async function startOn(url: string): Promise<LedgerProcess> {
  const dataDir = newDataDir();
  const file = join(dataDir, 'development.kek');
  await generateKeyEncryptionKeyFile(file);
  const keyWrapper = LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file }));
  await (await SqliteVault.open({ file: join(dataDir, 'vault.sqlite'), keyWrapper, create: true })).close();
  const env = { PDL_EVENT_STORE: 'eventstoredb', PDL_EVENTSTORE_URL: url };
  const ledger = await LedgerProcess.start({ dataDir, env });
  await registerParties(ledger);
  return ledger;
}

async function onDouble(): Promise<EventStoreTrial> {
  const double = await EventStoreDouble.start();
  const faulty =
    (faults: { readonly [fault: string]: number }): Outage =>
    () =>
      double.act('set', faults);
  const outages: readonly Outage[] = [
    faulty({ loseReplies: 2 }),
    faulty({ cutAfterCommit: 2 }),
    faulty({ cutBeforeCommit: 2 }),
    faulty({ notReady: 3 }),
    () => double.act('cut'),
    async () => {
      await double.act('set', { slowMs: 300 });
      await wait(AWAY_MS);
      await double.act('set', { slowMs: 0 });
    },
    async () => {
      await double.act('stop');
      await wait(AWAY_MS);
      await double.act('start');
    },
    async () => {
      await double.act('elect');
      await wait(AWAY_MS);
      await double.act('resign');
    },
    async () => {
      double.freeze();
      await wait(FROZEN_MS);
      double.thaw();
    },
  ];
  const ledger = await startOn(double.url);
  return new EventStoreTrial({ ledger, url: double.url, outages, end: () => double.end() });
}

async function onServer(): Promise<EventStoreTrial> {
  const server = await EventLogServer.start();
  const frozen = async (): Promise<void> => {
    server.freeze();
    await wait(FROZEN_MS);
    server.thaw();
  };
  return new EventStoreTrial({
    ledger: await startOn(server.url),
    url: process.env['EVENTSTORE_URL'] ?? server.url,
    outages: [() => Promise.resolve(), frozen],
    end: () => server.end(),
  });
}

export const eventStoreDoubleRow: FaultRow = {
  name: 'event-store-double',
  promise:
    'EventStoreDB (its fault double) lost replies, cut, slow, restarted, frozen, another leader: honest answers, all kept once',
  rounds: { long: 36, short: 3 },
  begin: onDouble,
};

export const eventStoreServerRow: FaultRow = {
  name: 'event-store-server',
  promise: 'a real EventStoreDB frozen in the midst of appends: honest answers, all kept once',
  rounds: { long: 6, short: 2 },
  refusal: () =>
    process.env['EVENTSTORE_URL'] === undefined ? 'no real EventStoreDB: EVENTSTORE_URL is not set' : FREEZE_REFUSAL,
  begin: onServer,
};
