import assert from 'node:assert/strict';
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IngestionRound } from '../../support/ingestion-round.ts';
import { LedgerProcess } from '../../support/ledger-process.ts';
import { registerParties } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { eachAlone, type FaultRow, type Round } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { vaultFaults } from '../oracle/kept-files.ts';
import { Ext4Image, loopRefusal } from '../volumes/volume.ts';

const DISK_MEBIBYTES = 96;
const ACKNOWLEDGED_COUNT_MAX = 400;

async function cutPower({ random, seed }: Round): Promise<string> {
  const disk = Ext4Image.make(DISK_MEBIBYTES);
  const volume = disk.mount();
  const dataDir = join(volume.folder, 'data');
  const acknowledged = new Acknowledgements();
  const ledger = await LedgerProcess.start({ dataDir });
  let left: Ext4Image;
  try {
    await registerParties(ledger);
    const cutAfter = 20 + random.below(ACKNOWLEDGED_COUNT_MAX);
    const round = new IngestionRound({
      ...{ caller: ledger.caller, random, generator: new ReportGenerator(random), source: `/round-${seed}` },
      onAcknowledged: (count) => {
        if (count < cutAfter) return;
        // Stopped in the midst of whatever it does, so that the copy is of one instant.
        if (count === cutAfter) ledger.freeze();
      },
    });
    const writing = round.run();
    await ledger.frozen;
    acknowledged.acknowledgeAll(round.sent);
    flushSome(dataDir, random);
    left = disk.copy();
    await ledger.kill();
    await writing;
  } finally {
    await ledger.kill();
    volume.unmount();
    disk.remove();
  }
  await assertAllThere(left, acknowledged);
  return `${acknowledged.size} events were acknowledged before the cut`;
}

/** Each file's own blocks and, with them, the journal: which of the others' blocks reach the disk is up to chance. */
function flushSome(dataDir: string, random: SeededRandom): void {
  for (const name of random.shuffled(readdirSync(dataDir))) {
    if (!random.chance(0.3)) continue;
    const descriptor = openSync(join(dataDir, name), 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
}

/** The power is back: the file system mends itself, the ledger starts, and has all it ever acknowledged. */
async function assertAllThere(disk: Ext4Image, acknowledged: Acknowledgements): Promise<void> {
  const volume = disk.mount();
  const dataDir = join(volume.folder, 'data');
  try {
    const ledger = await LedgerProcess.start({ dataDir });
    try {
      await acknowledged.assertKeptIn(dataDir);
    } finally {
      await ledger.stop();
    }
    assert.deepEqual(await vaultFaults(dataDir), []);
  } finally {
    volume.unmount();
    disk.remove();
  }
}

export const powerCutRow: FaultRow = {
  name: 'power-cut',
  promise: 'the power goes: every acknowledged record is on the disk exactly once, and vault and log agree',
  rounds: { long: 25, short: 2 },
  refusal: loopRefusal,
  begin: eachAlone(cutPower),
};
