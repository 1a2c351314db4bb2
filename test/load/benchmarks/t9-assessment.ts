import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { loadBatches } from '../batch-load.ts';
import type { Benchmark } from '../benchmark.ts';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';
import { BATCH_SIZE, registerParties, SHARE, sharingReport, type ReportOf } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import { consentReport, ONE_FINDING_IN, parcels, putInOrder } from '../sound-world.ts';
import { quantile } from '../statistics.ts';
import type { Workplace } from '../workplace.ts';
import { countFindings } from './finding-count.ts';

const SEED = 9;
const POLICY = 'libs/policy-packs/data/policies/kamoer.yaml';

/**
 * Batches where a policy is in force, so that each record is judged: how fast they are taken beside the very same batches
 * where nothing is published, and how far the assessor is behind. In a company that is in order, and in one that is not.
 */
export function assessment(workplace: Workplace): Benchmark {
  const { subjects, batchesOfNewSubjects: batches } = workplace.sizes;
  const random = new SeededRandom(SEED);
  const draw = (): number[] => Array.from({ length: batches * BATCH_SIZE }, () => random.below(subjects));
  const reportOf = parcels();
  let sound: LedgerUnderLoad | undefined;
  let worst: LedgerUnderLoad | undefined;
  return {
    measures: [
      {
        id: 'T9',
        what: `batches, each record judged, 1 in ${String(ONE_FINDING_IN)} raising a finding · the same, no policy published`,
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
        id: 'T9-worst',
        what: 'batches, each record raising five findings · the same, no policy published',
        unit: 'records/s',
        target: { kind: 'ratioAtLeast', ratio: 0.8 },
      },
      {
        id: 'T9-worst-lag',
        what: 'assessor behind at that rate, p99',
        unit: 'ms',
        target: { kind: 'productAtMost', value: 1_000 },
      },
    ],
    async prepare() {
      const everybody = Array.from({ length: subjects }, (_, number) => number);
      sound = await soundLedger(workplace, { name: 'sound-ledger', people: everybody, reportOf });
      worst = await judgingLedger(workplace, 'unruly-ledger');
      await loadBatches(worst, 'first records of the pool', everybody, judged(worst, unruly()));
    },
    async round() {
      if (sound === undefined || worst === undefined) throw new Error('The benchmark was not prepared.');
      const drawn = draw();
      const plainLedger = await workplace.busyLedger();
      const plain = await loadBatches(plainLedger, 'T9, nothing published', drawn, { reportOf });
      const inOrder = await loadCounted(sound, drawn, {
        what: 'T9',
        reportOf,
        findings: drawn.length / ONE_FINDING_IN,
      });
      const sameAtOnce = unruly();
      const plainWorst = await loadBatches(plainLedger, 'T9, nothing published', drawn, { reportOf: sameAtOnce });
      const findings = drawn.length * FINDINGS_OF_UNRULY;
      const unordered = await loadCounted(worst, drawn, { what: 'T9-worst', reportOf: sameAtOnce, findings });
      return {
        T9: { raw: plain.recordsPerSecond, product: inOrder.recordsPerSecond },
        'T9-lag': { product: quantile(inOrder.lags, 0.99) },
        'T9-worst': { raw: plainWorst.recordsPerSecond, product: unordered.recordsPerSecond },
        'T9-worst-lag': { product: quantile(unordered.lags, 0.99) },
      };
    },
  };
}

/** A ledger of a company that is in order, with one parcel for each of these people. */
export async function soundLedger(
  workplace: Workplace,
  {
    name,
    people,
    reportOf,
  }: { readonly name: string; readonly people: readonly number[]; readonly reportOf: ReportOf },
): Promise<LedgerUnderLoad> {
  const ledger = await judgingLedger(workplace, name);
  await putInOrder(ledger);
  await loadBatches(ledger, 'consents of the pool', people, judged(ledger, consentReport));
  await loadBatches(ledger, 'first records of the pool', people, judged(ledger, reportOf));
  return ledger;
}

async function judgingLedger(workplace: Workplace, name: string): Promise<LedgerUnderLoad> {
  const ledger = await workplace.startLedger(join(workplace.directory, name));
  await registerParties(ledger);
  await ledger.publishPolicy(readFileSync(POLICY, 'utf8'));
  return ledger;
}

const judged = ({ assessmentFile }: LedgerUnderLoad, reportOf: ReportOf) => ({ reportOf, follower: assessmentFile });

/** No notice, no impact assessment, no agreement, no allowed ground, and a version that is not in force. */
const FINDINGS_OF_UNRULY = 5;

/** All of a round at one instant, so that each also bears on those about the same person that came before. */
function unruly(): ReportOf {
  const occurredAt = new Date().toISOString();
  return (subject) => sharingReport(subject, { occurredAt, policyVersion: 'v1', data: SHARE });
}

/** @throws Error where other findings were raised than the row says */
async function loadCounted(
  ledger: LedgerUnderLoad,
  subjects: readonly number[],
  { what, reportOf, findings }: { readonly what: string; readonly reportOf: ReportOf; readonly findings: number },
) {
  const before = countFindings(ledger);
  const result = await loadBatches(ledger, what, subjects, judged(ledger, reportOf));
  const raised = countFindings(ledger) - before;
  if (raised !== findings) throw new Error(`${what}: ${String(raised)} findings and not ${String(findings)}.`);
  return result;
}
