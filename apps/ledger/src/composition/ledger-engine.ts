import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateKeyEncryptionKeyFile,
  loadKeyEncryptionKey,
  LocalKeyWrapper,
  SqliteVault,
  type KeyWrapper,
  type Vault,
} from '#libs/crypto-shredding';
import { EmbeddedEventStore, type EventStore } from '#libs/event-store';
import { SqliteReadModelDatabase, type ReadModelDatabase } from '#libs/projections';
import { ProjectorThread, type ProjectorThreadEvents } from '../projecting/projector-thread.ts';
import type { Settings } from '../settings/index.ts';

export const VAULT_FILE = 'vault.sqlite';
export const READ_MODEL_FILE = 'read-models.sqlite';
const DEVELOPMENT_KEK_FILE = 'development.kek';

/** Everything the ledger keeps things in, opened. */
export interface LedgerEngine {
  readonly eventStore: EventStore;
  readonly vault: Vault;
  /** A reader; the projector's thread writes. */
  readonly readModels: ReadModelDatabase;
  readonly projector: ProjectorThread;
}

/**
 * Opens log, vault and read models in this order, and starts the projector. What was opened is closed again when a later
 * part fails.
 * @throws EventStoreError, VaultError, ProjectionError; their messages say what is wrong and name no data.
 */
export async function openLedgerEngine(settings: Settings, events: ProjectorThreadEvents = {}): Promise<LedgerEngine> {
  const { dataDir } = settings;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const opened: { close(): Promise<void> }[] = [];
  try {
    const eventStore = await EmbeddedEventStore.open({ directory: dataDir });
    opened.push(eventStore);
    const vault = await SqliteVault.open({
      file: join(dataDir, VAULT_FILE),
      keyWrapper: await keyWrapper(settings),
      create: (await eventStore.lastPosition()) === undefined,
    });
    opened.push(vault);
    const readModelFile = join(dataDir, READ_MODEL_FILE);
    const projector = await ProjectorThread.start({ eventDirectory: dataDir, readModelFile }, events);
    opened.push({ close: () => projector.stop() });
    const readModels = SqliteReadModelDatabase.open({ file: readModelFile, mode: 'read' });
    return { eventStore, vault, readModels, projector };
  } catch (error) {
    for (const part of opened.reverse()) await part.close().catch(() => undefined);
    throw error;
  }
}

/** First what takes in work, last what it is kept in. */
export async function closeLedgerEngine({ eventStore, vault, readModels, projector }: LedgerEngine): Promise<void> {
  await projector.stop();
  await readModels.close();
  await eventStore.close();
  await vault.close();
}

/** In development a key is made beside the data, for want of a better place; `loadSettings` asks for one in production. */
async function keyWrapper({ kek, kekFile, dataDir }: Settings): Promise<KeyWrapper> {
  if (kek !== undefined || kekFile !== undefined) {
    return LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file: kekFile, base64: kek }));
  }
  const file = join(dataDir, DEVELOPMENT_KEK_FILE);
  if (!existsSync(file)) await generateKeyEncryptionKeyFile(file);
  return LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file }));
}
