import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../event-store.ts';
import { EmbeddedEventStore } from './embedded-event-store.ts';

let directory = '';
let file = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-store-damage-'));
  file = join(directory, 'events.sqlite');
});
afterEach(() => rm(directory, { recursive: true }));

const opening = (readOnly = false): Promise<EmbeddedEventStore> => EmbeddedEventStore.open({ directory, readOnly });

/** A closed log of that many events in one stream, each with its number in its data: `marker-<number>.` */
async function givenLog(count: number): Promise<void> {
  const store = await opening();
  for (let first = 0; first < count; first += 500) {
    const events = Array.from({ length: Math.min(500, count - first) }, (_, index) => ({
      id: randomUUID(),
      type: 'SomethingHappened',
      data: { text: `marker-${first + index}.` },
      metadata: {},
    }));
    await store.append({ streamName: 'stream-1', expectedRevision: 'any', events });
  }
  await store.close();
}

async function flipByteIn(text: string): Promise<void> {
  const bytes = await readFile(file);
  const at = bytes.indexOf(text);
  expect(at).toBeGreaterThan(0);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x01, at);
  await writeFile(file, bytes);
}

function withSql(statement: string): void {
  const db = new Database(file);
  db.exec(statement);
  db.close();
}

async function read(events: AsyncIterable<RecordedEvent>): Promise<number> {
  let count = 0;
  for await (const event of events) count += event.revision >= 0 ? 1 : 0;
  return count;
}

describe('a damaged log', () => {
  it.each([false, true])('with a flipped byte near its end is refused by name (read only: %p)', async (readOnly) => {
    await givenLog(20);
    await flipByteIn('marker-12.');
    await expect(opening(readOnly)).rejects.toMatchObject({
      code: 'damaged',
      message: 'The event at position 13, revision 12 of stream stream-1, is not as it was written',
    });
  });

  it('with a flipped byte long ago serves everything but the damaged event', async () => {
    await givenLog(1_500);
    await flipByteIn('marker-100.');
    const store = await opening();
    const damage = {
      code: 'damaged',
      message: expect.stringContaining('position 101, revision 100 of stream stream-1'),
    };
    await expect(read(store.readAll())).rejects.toMatchObject(damage);
    await expect(read(store.readStream('stream-1'))).rejects.toMatchObject(damage);
    await expect(read(store.readStream('stream-1', { fromRevision: 50, maxCount: 60 }))).rejects.toMatchObject(damage);
    const following = (async () => {
      for await (const batch of store.subscribeToAll({ streamNamePrefixes: ['stream'] })) if (batch.caughtUp) break;
    })();
    await expect(following).rejects.toMatchObject(damage);
    expect(await read(store.readAll({ fromPosition: 102 }))).toBe(1_399);
    await store.close();
  });

  it('with a changed stream name is found', async () => {
    await givenLog(5);
    withSql(`UPDATE streams SET name = 'stream-2'`);
    await expect(opening()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('position 5,') });
  });

  it('with an event of no stream is found', async () => {
    await givenLog(5);
    withSql('DELETE FROM streams');
    await expect(opening()).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('no known stream'),
    });
  });

  it('with a missing event is found', async () => {
    await givenLog(1_500);
    withSql('DELETE FROM events WHERE position = 200');
    const store = await opening();
    const missing = (what: string) => ({ code: 'damaged', message: `Event ${what} is missing` });
    await expect(read(store.readAll())).rejects.toMatchObject(missing('200 of $all'));
    await expect(read(store.readAll({ direction: 'backwards' }))).rejects.toMatchObject({ code: 'damaged' });
    await expect(read(store.readStream('stream-1'))).rejects.toMatchObject(missing('199 of stream-1'));
    await store.close();
  });

  it.each([0.5, 0.9])('truncated to %p of its size is refused', async (part) => {
    await givenLog(1_500);
    const { length } = await readFile(file);
    await truncate(file, Math.floor(length * part));
    await expect(opening()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('truncated') });
    await expect(opening(true)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('emptied beside its write-ahead log is not taken for a new one', async () => {
    await writeFile(file, '');
    await writeFile(`${file}-wal`, 'frames');
    await expect(opening()).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('truncated to nothing'),
    });
  });
});

describe('a file that is not ours', () => {
  it('is refused when it is no database', async () => {
    await writeFile(file, 'position,stream\n'.repeat(100));
    await expect(opening()).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('no SQLite database'),
    });
  });

  it('is refused when another application made it, and left as it was', async () => {
    withSql('CREATE TABLE invoices (id INTEGER)');
    const before = await readFile(file);
    const other = { code: 'damaged', message: expect.stringContaining('another application') };
    await expect(opening()).rejects.toMatchObject(other);
    expect(await readFile(file)).toEqual(before);
  });

  it('is refused when a later version wrote it', async () => {
    await givenLog(1);
    withSql('PRAGMA user_version = 99');
    await expect(opening()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining('version 99') });
  });

  it('lets the lock go when it is refused', async () => {
    await writeFile(file, 'no database'.repeat(100));
    await expect(opening()).rejects.toMatchObject({ code: 'damaged' });
    await rm(file);
    await (await opening()).close();
  });
});
