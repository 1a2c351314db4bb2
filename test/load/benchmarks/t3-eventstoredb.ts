import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadKeyEncryptionKey, LocalKeyWrapper, SqliteVault } from '#libs/crypto-shredding';
import { loadBatches } from '../batch-load.ts';
import type { Benchmark } from '../benchmark.ts';
import { EVENT_LOG_NAME, EventLogUnderLoad } from '../event-log-under-load.ts';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';
import { BareClient, IN_FLIGHT } from '../raw/bare-client.ts';
import { BATCH_SIZE, registerParties } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { Workplace } from '../workplace.ts';

const SEED = 4;
const VAULT_FILE = 'vault.sqlite';

/** T1's load where the log is in EventStoreDB, against its client appending the same events with nothing around it. */
export function batchesOnEventStoreDb(workplace: Workplace): Benchmark {
  const { subjects, batches } = workplace.sizes;
  const random = new SeededRandom(SEED);
  let ledger: LedgerUnderLoad | undefined;
  let raw: BareClient | undefined;
  return {
    measures: [
      {
        id: 'T3',
        what: `batches of ${String(BATCH_SIZE)} on ${EVENT_LOG_NAME} · its bare client, ${String(IN_FLIGHT)} in flight`,
        unit: 'records/s',
        target: { kind: 'ratioAtLeast', ratio: 0.8 },
      },
    ],
    async prepare() {
      const log = await EventLogUnderLoad.start();
      workplace.stopAtEnd(() => log.stop());
      workplace.say(`starting a ledger on ${EVENT_LOG_NAME}`);
      ledger = await startLedger(workplace, log.url);
      const everybody = Array.from({ length: subjects }, (_, number) => number);
      await loadBatches(ledger, 'first records on EventStoreDB', everybody);
      raw = await BareClient.create({ url: log.url, streams: subjects });
    },
    async round() {
      if (ledger === undefined || raw === undefined) throw new Error('The benchmark was not prepared.');
      const drawn = Array.from({ length: batches * BATCH_SIZE }, () => random.below(subjects));
      const rawPerSecond = await raw.append(drawn);
      const { recordsPerSecond } = await loadBatches(ledger, 'T3', drawn);
      return { T3: { raw: rawPerSecond, product: recordsPerSecond } };
    },
    async close() {
      await raw?.close();
    },
  };
}

/** Beside a log that is not empty a ledger makes no vault of its own: that of the log might have been lost. */
async function startLedger(workplace: Workplace, url: string): Promise<LedgerUnderLoad> {
  const directory = join(workplace.directory, 'ledger-on-eventstoredb');
  mkdirSync(directory, { recursive: true });
  const kek = randomBytes(32).toString('base64');
  const keyWrapper = LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file: undefined, base64: kek }));
  await (await SqliteVault.open({ file: join(directory, VAULT_FILE), keyWrapper, create: true })).close();
  const ledger = await workplace.startLedger(directory, {
    PDL_KEK: kek,
    PDL_EVENT_STORE: 'eventstoredb',
    PDL_EVENTSTORE_URL: url,
  });
  await registerParties(ledger);
  return ledger;
}
