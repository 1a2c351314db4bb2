import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, it } from '@jest/globals';
import { openForWriting } from './log-file.ts';
import { LogWriter } from './log-writer.ts';
import { flushOf } from './writer-messages.ts';

const FLUSH_COUNT = 200;
const TEXT_LENGTH = 500_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const directory = mkdtempSync(join(tmpdir(), 'log-writer-'));
const file = join(directory, 'events.sqlite');
const writer = new LogWriter(file, () => openForWriting(file));

afterAll(() => {
  writer.close();
  rmSync(directory, { recursive: true });
});

/** Large, and about a stream that nobody has written to. */
function flushToNewStream(flushId: number): void {
  const events = [
    { id: randomUUID(), type: 'SomethingHappened', data: `{"a":"${'x'.repeat(TEXT_LENGTH)}"}`, metadata: '{}' },
  ];
  const append = {
    streamName: `dataSubject-${randomUUID()}`,
    expectedRevision: 'noStream' as const,
    events,
    bytes: TEXT_LENGTH,
  };
  const outcomes = writer.flush(structuredClone(flushOf([append], { flushId, now: flushId })));
  expect(outcomes).toEqual([1, 0, flushId]);
}

it('remembers the heads of streams without the flushes they came with', () => {
  for (let flushId = 1; flushId <= 10; flushId += 1) flushToNewStream(flushId);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let flushId = 11; flushId <= FLUSH_COUNT; flushId += 1) flushToNewStream(flushId);
  collectGarbage();
  const grown = process.memoryUsage().heapUsed - before;
  expect(grown).toBeLessThan((FLUSH_COUNT * TEXT_LENGTH) / 10);
});
