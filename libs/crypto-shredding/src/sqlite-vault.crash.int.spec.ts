import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import type { Acknowledgement } from './sqlite-vault.crash-writer.ts';
import { SqliteVault } from './sqlite-vault.ts';

const SEED = Number(process.env.VAULT_CRASH_SEED ?? 20_261_122);
const ROUNDS = 4;
/** Milliseconds between the first acknowledgement and the kill. */
const RUN_MAX = 600;
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i + 1));

/** Mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Start a writer, kill it, and return what it had acknowledged by then. */
async function writeUntilKilled(
  file: string,
  round: string,
  milliseconds: number,
): Promise<readonly Acknowledgement[]> {
  const script = fileURLToPath(new URL('./sqlite-vault.crash-writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', script, file, KEY.toString('hex'), round], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: Acknowledgement[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    // The kill may cut the last line short; it was not acknowledged then.
    if (line.endsWith('}')) acknowledged.push(JSON.parse(line));
  });
  await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  await wait(milliseconds);
  child.kill('SIGKILL');
  await once(lines, 'close');
  return acknowledged;
}

describe('a vault whose process is killed', () => {
  it(`has every subject and key that was acknowledged (VAULT_CRASH_SEED=${SEED})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vault-'));
    const file = join(folder, 'vault.db');
    const next = random(SEED);
    const acknowledged: Acknowledgement[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const inRound = await writeUntilKilled(file, `round${round}`, Math.floor(next() * RUN_MAX));
      expect(inRound.length).toBeGreaterThan(0);
      acknowledged.push(...inRound);

      const vault = await SqliteVault.open({ file, keyWrapper: LocalKeyWrapper.fromKey(KEY), create: false });
      const subjectIds = await Promise.all(acknowledged.map(({ identifier }) => vault.find('c1', identifier)));
      const opened = await vault.open(acknowledged.map((one) => ({ ...one, field: 'details' })));
      await vault.close();

      expect(subjectIds).toEqual(acknowledged.map(({ subjectId }) => subjectId));
      expect(opened).toEqual(acknowledged.map(({ eventId }) => ({ state: 'open', plaintext: eventId })));
    }
    await rm(folder, { recursive: true });
  });
});
