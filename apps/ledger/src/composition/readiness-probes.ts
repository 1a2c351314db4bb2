import { ledgerQueries } from '#libs/projections';
import { ReadinessProbe, type NotReady } from '../operations/index.ts';
import type { ProjectionProgress } from '../projecting/projection-progress.ts';
import type { Settings } from '../settings/index.ts';
import type { LedgerEngine } from './ledger-engine.ts';

const TIMEOUT_MS = 2_000;

/** What must work for the ledger to be ready. */
export function readinessProbes(engine: LedgerEngine, settings: Settings): ReadinessProbe[] {
  const { eventStore, vault, readModels, progress, assessment } = engine;
  const { position } = ledgerQueries(readModels);
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
      return undefined;
    }),
    probe('projectionLag', () => behind(progress, settings)),
    // Who is late judging can record and answer all the same: how late is a matter of metrics.
    probe('assessment', async () => {
      await assessment.look();
      return undefined;
    }),
  ];
}

async function behind(
  progress: ProjectionProgress,
  { lagReadyMsMax }: Pick<Settings, 'lagReadyMsMax'>,
): Promise<NotReady | undefined> {
  await progress.look();
  const isReady = progress.lag.seconds * 1_000 <= lagReadyMsMax;
  return isReady ? undefined : { reason: `has been behind for more than ${lagReadyMsMax} ms` };
}

function probe(part: string, check: () => Promise<NotReady | undefined>): ReadinessProbe {
  return new (class extends ReadinessProbe {
    override readonly part = part;
    override readonly timeoutMs = TIMEOUT_MS;
    override check = check;
  })();
}
