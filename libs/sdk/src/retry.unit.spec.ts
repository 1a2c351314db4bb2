import { describe, expect, it } from '@jest/globals';
import { errorOfProblem, LedgerError } from './ledger-error.ts';
import { pauseMs, retryAfterMsOf, type RetryPolicy, withRetries } from './retry.ts';

const POLICY: RetryPolicy = { attemptsMax: 4, firstPauseMs: 100, pauseMsMax: 1_000 };
const QUICK: RetryPolicy = { attemptsMax: 3, firstPauseMs: 1, pauseMsMax: 2 };

describe('pauses between tries', () => {
  it('double up to the largest, half of each drawn at random', () => {
    const lowest = [1, 2, 3, 4, 5].map((failures) => pauseMs(failures, POLICY, { draw: 0 }));
    const highest = [1, 2, 3, 4, 5].map((failures) => pauseMs(failures, POLICY, { draw: 0.999_999 }));
    expect(lowest).toEqual([50, 100, 200, 400, 500]);
    expect(highest.map(Math.round)).toEqual([100, 200, 400, 800, 1_000]);
  });

  it('are never shorter than the ledger asked for', () => {
    expect(pauseMs(1, POLICY, { retryAfterMs: 3_000, draw: 0 })).toBe(3_000);
    expect(pauseMs(1, POLICY, { retryAfterMs: 3_000, draw: 0.5 })).toBe(3_025);
  });

  it.each([
    ['2', 2_000],
    ['0', 0],
    ['Thu, 01 Jan 1970 00:00:07 GMT', 6_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('read Retry-After: %s', (header, expected) => {
    expect(retryAfterMsOf(header, 1_000)).toBe(expected);
  });
});

describe('repeating', () => {
  const problem = (status: number, code: string): LedgerError =>
    errorOfProblem({ type: 'about:blank', title: 'A problem', status, code, action: 'Wait.' });

  it.each([
    ['unreachable', new LedgerError('unreachable', 'away')],
    ['timedOut', new LedgerError('timedOut', 'late')],
    ['429', problem(429, 'tooManyRequests')],
    ['503', problem(503, 'outcomeUnknown')],
    ['revisionConflict', problem(409, 'revisionConflict')],
    ['502 of a proxy', new LedgerError('invalidAnswer', 'proxy', { status: 502 })],
  ])('goes on after %s until it succeeds', async (_name, error) => {
    const told: string[] = [];
    let tries = 0;
    const attempt = (): Promise<string> => {
      tries += 1;
      return tries < 3 ? Promise.reject(error) : Promise.resolve('done');
    };
    const result = await withRetries(attempt, { ...QUICK, onRetry: ({ code }) => told.push(code) });
    expect({ result, tries, told }).toEqual({ result: 'done', tries: 3, told: [error.code, error.code] });
  });

  it.each([
    ['a refusal', problem(422, 'invalidRecord')],
    ['another content', problem(409, 'contentConflict')],
    ['an unauthenticated call', problem(401, 'unauthenticated')],
    ['a defect', new TypeError('defect')],
  ])('stops at once after %s', async (_name, error) => {
    let tries = 0;
    const attempt = (): Promise<never> => {
      tries += 1;
      return Promise.reject(error);
    };
    await expect(withRetries(attempt, QUICK)).rejects.toBe(error);
    expect(tries).toBe(1);
  });

  it('gives up after the last try with its error', async () => {
    let tries = 0;
    const attempt = (): Promise<never> => {
      tries += 1;
      return Promise.reject(new LedgerError('unreachable', String(tries)));
    };
    await expect(withRetries(attempt, QUICK)).rejects.toMatchObject({ code: 'unreachable', message: '3' });
  });

  it('can be cancelled in a pause', async () => {
    const cancel = new AbortController();
    const policy = { attemptsMax: 2, firstPauseMs: 60_000, pauseMsMax: 60_000, onRetry: () => cancel.abort() };
    const attempt = (): Promise<never> => Promise.reject(new LedgerError('unreachable', 'away'));
    await expect(withRetries(attempt, policy, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
