import { isRetriable, LedgerError } from './ledger-error.ts';

export interface RetryPolicy {
  /** Tries in all; 1 never repeats. */
  readonly attemptsMax: number;
  /** Upper bound of the first pause, in milliseconds; doubles with every failure. */
  readonly firstPauseMs: number;
  /** Upper bound of every pause, in milliseconds. A longer `Retry-After` is honoured beyond it. */
  readonly pauseMsMax: number;
  /** Told before each pause. */
  readonly onRetry?: (error: LedgerError, pauseMs: number) => void;
}

/** Gives a ledger that restarts about half a minute. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { attemptsMax: 8, firstPauseMs: 200, pauseMsMax: 10_000 };

export const NO_RETRIES: RetryPolicy = { attemptsMax: 1, firstPauseMs: 0, pauseMsMax: 0 };

/** Longest `Retry-After` believed, in milliseconds: beyond it a caller is better told. */
const RETRY_AFTER_MS_MAX = 120_000;

/**
 * Exponential, with the half of it drawn at random, so that clients that failed together do not return together.
 * @param failures From 1.
 * @param draw In [0, 1).
 */
export function pauseMs(
  failures: number,
  policy: RetryPolicy,
  { retryAfterMs, draw }: { readonly retryAfterMs?: number | undefined; readonly draw: number },
): number {
  const ceiling = Math.min(policy.pauseMsMax, policy.firstPauseMs * 2 ** (failures - 1));
  const own = ceiling / 2 + (draw * ceiling) / 2;
  return retryAfterMs === undefined ? own : Math.min(RETRY_AFTER_MS_MAX, retryAfterMs) + (draw * ceiling) / 2;
}

/** `Retry-After` (RFC 9110 §10.2.3), in seconds or as a date, as milliseconds from `nowMs`. */
export function retryAfterMsOf(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/**
 * Repeat an attempt while its error is one that passes.
 * @throws LedgerError of the last attempt, or `cancelled`.
 */
export async function withRetries<T>(attempt: () => Promise<T>, policy: RetryPolicy, signal?: AbortSignal): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (failures >= policy.attemptsMax || !isRetriable(error)) throw error;
      const pause = pauseMs(failures, policy, { retryAfterMs: error.retryAfterMs, draw: Math.random() });
      policy.onRetry?.(error, pause);
      await delay(pause, signal);
    }
  }
}

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      clearTimeout(timer);
      reject(new LedgerError('cancelled', 'The request was cancelled.', { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    }, ms);
    if (signal?.aborted === true) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  });
}
