import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStore } from '../event-store.conformance.ts';
import { EmbeddedEventStore } from './embedded-event-store.ts';

describeEventStore('EmbeddedEventStore', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'event-store-'));
  let store = await EmbeddedEventStore.open({ directory });
  const reopen = async (): Promise<EmbeddedEventStore> => {
    await store.close();
    store = await EmbeddedEventStore.open({ directory });
    return store;
  };
  const close = async (): Promise<void> => {
    await store.close();
    await rm(directory, { recursive: true });
  };
  return { store, reopen, close };
});
