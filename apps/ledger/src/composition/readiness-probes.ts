import { ledgerQueries, type ParkedCount } from '#libs/projections';
import { ReadinessProbe, type Finding } from '../operations/index.ts';
import type { Settings } from '../settings/index.ts';
import type { LedgerEngine } from './ledger-engine.ts';

const TIMEOUT_MS = 2_000;

/** What must work for the ledger to be ready. */
export function readinessProbes(engine: LedgerEngine, settings: Settings): ReadinessProbe[] {
  const { eventStore, vault, readModels, progress, assessment } = engine;
  const { position, parked } = ledgerQueries(readModels);
  return [
    probe('eventStore', async () => {
      await eventStore.lastPosition();
      return undefined;
    }),
    probe('vault', async () => {
      await vault.ping();
      return undefined;
    }),
    probe('readModels', async () => {
      await position.position();
      const counts = await parked.counts();
      return counts.length === 0 ? undefined : { note: describeParked(counts) };
    }),
    probe('projectionLag', async () => {
      await progress.look();
      const { lagReadyMsMax } = settings;
      const isReady = progress.lag.seconds * 1_000 <= lagReadyMsMax;
      return isReady ? undefined : { reason: `has been behind for more than ${lagReadyMsMax} ms` };
    }),
    // Who is late judging can record and answer all the same: how late is a matter of metrics.
    probe('assessment', async () => {
      await assessment.look();
      const { events, seconds } = assessment.lag;
      return events === 0 ? undefined : { note: `is ${events} positions and ${Math.ceil(seconds)} s behind` };
    }),
  ];
}

/** Parked events are missing in answers until they are understood, but keep nothing else from working. */
function describeParked(counts: readonly ParkedCount[]): string {
  const told = counts.map(({ reason, events }) => `${events} ${reason}`).join(', ');
  return `leave out events that could not be projected (${told})`;
}

function probe(part: string, check: () => Promise<Finding | undefined>): ReadinessProbe {
  return new (class extends ReadinessProbe {
    override readonly part = part;
    override readonly timeoutMs = TIMEOUT_MS;
    override check = check;
  })();
}
