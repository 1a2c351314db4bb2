import { createLedgerClient, type LedgerClient, type RecordOutcome } from '#libs/sdk';
import { startProgress } from '../terminal/progress.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { DemoError } from './demo-error.ts';
import type { Report } from './life/report.ts';
import type { Story } from './life/tell-lives.ts';

/** Reports in one request: enough to be quick, few enough for a progress bar to move. */
const BATCH_SIZE = 250;
/** Refusals kept for telling why. */
const REASONS_MAX = 5;

export interface Sending {
  readonly baseUrl: string;
  /** A key for each company, by its id. */
  readonly keys: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

export interface Sent {
  readonly acknowledgements: Acknowledgements;
  readonly refusedCount: number;
  /** Why, of the first few. */
  readonly reasons: readonly string[];
  readonly seconds: number;
}

/**
 * Each company sends its own reports, batch after batch, so that every person's records arrive in order; the companies
 * send at the same time.
 */
export async function sendLives(stories: readonly Story[], sending: Sending): Promise<Sent> {
  const begun = performance.now();
  const acknowledgements = new Acknowledgements();
  const reasons: string[] = [];
  let refusedCount = 0;
  let done = 0;
  const total = stories.reduce((sum, { reports }) => sum + reports.length, 0);
  const output = { isJson: false, out: process.stdout, err: process.stdout };
  const progress = startProgress(output, { unit: 'records', total });
  const take = (report: Report, outcome: RecordOutcome): void => {
    if (outcome.kind === 'recorded' || outcome.kind === 'replayed')
      return acknowledgements.add(report, outcome.receipt);
    refusedCount += 1;
    if (reasons.length < REASONS_MAX) reasons.push(`${report.type}: ${reasonOf(outcome)}`);
  };
  try {
    await Promise.all(
      stories.map(async (story) => {
        const client = clientOf(story, sending);
        for (let first = 0; first < story.reports.length; first += BATCH_SIZE) {
          const batch = story.reports.slice(first, first + BATCH_SIZE);
          const outcomes = await client.recordBatch(batch, { signal: sending.signal });
          sending.signal.throwIfAborted();
          batch.forEach((report, place) => {
            const outcome = outcomes[place];
            if (outcome !== undefined) take(report, outcome);
          });
          done += batch.length;
          progress.update(done, acknowledgements.events.size);
        }
      }),
    );
  } finally {
    progress.stop();
  }
  return { acknowledgements, refusedCount, reasons, seconds: (performance.now() - begun) / 1_000 };
}

function clientOf({ controllerId }: Story, { baseUrl, keys }: Sending): LedgerClient {
  const token = keys.get(controllerId);
  if (token === undefined) throw new DemoError('refused', `There is no key for ${controllerId}.`);
  return createLedgerClient({ baseUrl, token });
}

function reasonOf(outcome: Exclude<RecordOutcome, { readonly receipt: unknown }>): string {
  if (outcome.kind === 'failed') return `${outcome.error.code}, ${outcome.error.message}`;
  const { code, title, errors = [] } = outcome.problem;
  return [`${code}, ${title}`, ...errors.map(({ pointer, message }) => `${pointer} ${message}`)].join('; ');
}
