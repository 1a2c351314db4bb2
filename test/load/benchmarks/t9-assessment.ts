import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBatches } from '../batch-load.ts';
import type { Benchmark } from '../benchmark.ts';
import { runLoad } from '../http-load.ts';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';
import { BATCH_SIZE, checkRequests, registerParties } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import { quantile } from '../statistics.ts';
import type { Workplace } from '../workplace.ts';

const SEED = 9;
const POLICY = 'libs/policy-packs/data/policies/kamoer.yaml';
const CONNECTIONS = 8;

/**
 * The batches of T1 where a policy is in force, so that each record is judged: how fast they are taken, how far the
 * assessor is behind; and the same question asked beforehand, one after the other and from several connections.
 */
export function assessment(workplace: Workplace): Benchmark {
  const { subjects, batchesOfNewSubjects: batches, histories: checks } = workplace.sizes;
  const random = new SeededRandom(SEED);
  const draw = (count: number): number[] => Array.from({ length: count }, () => random.below(subjects));
  let judged: LedgerUnderLoad | undefined;
  return {
    measures: [
      {
        id: 'T9',
        what: 'batches, each record judged · batches where no policy is published',
        unit: 'records/s',
        target: { kind: 'ratioAtLeast', ratio: 0.8 },
      },
      {
        id: 'T9-lag',
        what: 'assessor behind at that rate, p99',
        unit: 'ms',
        target: { kind: 'productAtMost', value: 1_000 },
      },
      {
        id: 'T9-check',
        what: 'a check over HTTP, one at a time, p99',
        unit: 'ms',
        target: { kind: 'productAtMost', value: 1 },
      },
      {
        id: 'T9-checks',
        what: `checks, ${String(CONNECTIONS)} connections · records in batches where no policy is published`,
        unit: 'per second',
        target: { kind: 'ratioAtLeast', ratio: 0.1 },
      },
    ],
    async prepare() {
      judged = await startJudging(workplace);
      await loadBatches(judged, 'first records of the pool', draw(batches * BATCH_SIZE), now(judged));
      await askBeforehand(judged, draw(checks), 1);
    },
    async round() {
      if (judged === undefined) throw new Error('The benchmark was not prepared.');
      const drawn = draw(batches * BATCH_SIZE);
      const plain = await loadBatches(await workplace.busyLedger(), 'T9, nothing published', drawn);
      const { recordsPerSecond, lags } = await loadBatches(judged, 'T9', drawn, now(judged));
      const alone = await askBeforehand(judged, draw(checks), 1);
      const together = await askBeforehand(judged, draw(checks * CONNECTIONS), CONNECTIONS);
      return {
        T9: { raw: plain.recordsPerSecond, product: recordsPerSecond },
        'T9-lag': { product: quantile(lags, 0.99) },
        'T9-check': { product: quantile(alone.milliseconds, 0.99) },
        'T9-checks': { raw: plain.recordsPerSecond, product: together.milliseconds.length / together.seconds },
      };
    },
  };
}

async function startJudging(workplace: Workplace): Promise<LedgerUnderLoad> {
  const ledger = await workplace.startLedger(join(workplace.directory, 'judging-ledger'));
  await registerParties(ledger);
  await ledger.publishPolicy(readFileSync(POLICY, 'utf8'));
  return ledger;
}

/** Later than the policy was published: what happened before is not judged by it. */
const now = ({ assessmentFile }: LedgerUnderLoad) => ({
  occurredAt: new Date().toISOString(),
  follower: assessmentFile,
});

function askBeforehand(ledger: LedgerUnderLoad, subjects: readonly number[], connections: number) {
  const requests = checkRequests(ledger.token('auditor'), subjects);
  return ledger.measured('T9 checks', () => runLoad({ url: ledger.url, connections, requests }));
}
