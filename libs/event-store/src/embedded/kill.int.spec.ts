import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from './embedded-event-store.ts';

interface Acknowledged {
  readonly streamName: string;
  readonly revision: number;
  readonly ids: readonly string[];
}

const WRITERS = fileURLToPath(new URL('./faults/concurrent-writers.process.ts', import.meta.url));
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 4);
const LIFE_MS_MAX = 300;

/** Mulberry32: small, seeded, good enough to choose instants. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe(`kill -9 under concurrent writers (KILL_SEED=${SEED})`, () => {
  const random = seeded(SEED);
  const acknowledged: Acknowledged[] = [];
  const running: ChildProcess[] = [];
  let directory = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'event-store-kill-'));
  });
  afterAll(async () => {
    // A test that failed half-way leaves its writers running.
    await Promise.all(running.map(kill));
    await rm(directory, { recursive: true });
  });

  /** A process that writes; resolves with the first acknowledgement. */
  const startWriting = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['--conditions=source', WRITERS, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.push(child);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      // The last line may be cut by the kill; then the acknowledgement was not seen.
      if (line.endsWith('}')) acknowledged.push(JSON.parse(line) as Acknowledged);
    });
    await once(lines, 'line');
    return child;
  };

  const kill = async (child: ChildProcess): Promise<void> => {
    if (child.signalCode !== null || child.exitCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  };

  it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'round %p keeps each acknowledged event exactly once',
    async () => {
      const child = await startWriting();
      await pause(random() * LIFE_MS_MAX);
      await kill(child);

      const places = new Map<string, string>();
      const twice: string[] = [];
      const store = await EmbeddedEventStore.open({ directory });
      for await (const event of store.readAll()) {
        if (places.has(event.id)) twice.push(event.id);
        places.set(event.id, `${event.streamName}@${event.revision}`);
      }
      await store.close();

      const lost = acknowledged.flatMap(({ streamName, revision, ids }) =>
        ids.filter((id, index) => places.get(id) !== `${streamName}@${revision - ids.length + 1 + index}`),
      );
      expect({ lost, twice }).toEqual({ lost: [], twice: [] });
      expect(acknowledged.length).toBeGreaterThan(0);
    },
    20_000,
  );

  it('lets nobody else write while the process lives, and the next one when it is dead', async () => {
    const child = await startWriting();
    await expect(EmbeddedEventStore.open({ directory })).rejects.toMatchObject({ code: 'locked' });
    await kill(child);
    const reader = await EmbeddedEventStore.open({ directory, readOnly: true });
    const last = acknowledged.at(-1);
    const found: string[] = [];
    for await (const event of reader.readStream(last?.streamName ?? '')) found.push(event.id);
    expect(found).toEqual(expect.arrayContaining([...(last?.ids ?? ['none was acknowledged'])]));
    await reader.close();
    await (await EmbeddedEventStore.open({ directory })).close();
  }, 20_000);
});
