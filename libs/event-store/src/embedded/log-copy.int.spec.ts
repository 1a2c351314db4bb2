import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from './embedded-event-store.ts';
import { copyEmbeddedLog } from './log-copy.ts';

const BATCH = 200;

describe('copying a log', () => {
  let folder: string;
  let directory: string;
  let restored: string;
  let store: EmbeddedEventStore;
  let appended = 0;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-'));
    directory = join(folder, 'log');
    restored = join(folder, 'restored');
    appended = 0;
    store = await EmbeddedEventStore.open({ directory });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const append = async () => {
    const appends = Array.from({ length: BATCH }, () => {
      appended += 1;
      const id = `00000000-0000-4000-8000-${String(appended).padStart(12, '0')}`;
      const data = { filling: 'x'.repeat(2_000) };
      const events = [{ id, type: 'Happened', data, metadata: {} }];
      return { streamName: `s-${appended}`, expectedRevision: 'noStream' as const, events };
    });
    await store.appendMany(appends);
  };
  const idsIn = async (log: EmbeddedEventStore) => {
    const ids: string[] = [];
    for await (const { id } of log.readAll()) ids.push(id);
    return ids;
  };

  it('takes it as it is at one instant, while events go on being appended', async () => {
    for (let i = 0; i < 60; i += 1) await append();
    const before = appended;
    let copying = true;
    const steps: number[] = [];
    await mkdir(restored);
    const copy = copyEmbeddedLog({
      directory,
      to: join(restored, 'events.sqlite'),
      onProgress: (copied, total) => steps.push(copied / total),
    }).finally(() => (copying = false));
    while (copying) await append();

    expect(await copy).toBe(before);
    expect(appended).toBeGreaterThan(before);
    // More than one step, and appends in between: a copy without an instant of its own would begin again and again.
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(await readdir(restored)).toEqual(['events.sqlite']);
    const reopened = await EmbeddedEventStore.open({ directory: restored });
    const [copied, all] = [await idsIn(reopened), await idsIn(store)];
    await reopened.close();
    expect(copied).toEqual(all.slice(0, before));
  });

  it('tells the end of an empty log, and refuses what is no log', async () => {
    const to = join(folder, 'copy.sqlite');
    expect(await copyEmbeddedLog({ directory, to })).toBeUndefined();
    await expect(copyEmbeddedLog({ directory: join(folder, 'nowhere'), to })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await writeFile(join(folder, 'events.sqlite'), 'This is a letter, and not a log. '.repeat(300));
    await expect(copyEmbeddedLog({ directory: folder, to })).rejects.toMatchObject({ code: 'damaged' });
  });
});
