import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { problemCodes } from '../../apps/ledger/src/problems/index.ts';
import { hostileRequests, type ApiDocument, type HostileRequest } from '../support/hostile/hostile-requests.ts';
import { exchangeRaw, type RawAnswer } from '../support/hostile/raw-http.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { MARK } from '../support/marked-text.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { testSeed } from '../support/seeded-random.ts';

// Ten thousand requests beside other work.
jest.setTimeout(300_000);

const REQUEST_COUNT = 10_000;
/** Asked at a time. */
const CONCURRENCY = 8;
/** Small, so that a body over it is made and refused quickly. */
const BODY_BYTES_MAX = 65_536;
/** After so many everything is compiled, and every cache in use. */
const WARM_UP_COUNT = 3_000;
/** Of what is alive, as its snapshot is long: a leak of a few hundred bytes a request shows. */
const GROWTH_PART_MAX = 0.05;
const ROOT = join(import.meta.dirname, '../..');

const document = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as ApiDocument;
const seed = testSeed('hostile input');
const snapshots = mkdtempSync(join(tmpdir(), 'pdl-heap-'));

let ledger: LedgerProcess;
let requests: readonly HostileRequest[];

beforeAll(async () => {
  ledger = await startRegisteredLedger({
    PDL_BODY_BYTES_MAX: String(BODY_BYTES_MAX),
    PDL_LOG_LEVEL: 'debug',
    NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${snapshots}`,
  });
  // One that may do everything, so that most requests come to where they are read; and one that may do little.
  const everything = await ledger.caller.newKey({
    name: 'Mallory',
    roles: ['emitter', 'auditor', 'dpo', 'admin'],
    controllers: 'all',
  });
  const tokens = [...Array.from({ length: 9 }, () => everything.token), ledger.caller.tokenOf('regulator')];
  const arbitrary = hostileRequests(document, { tokens, bodyBytesMax: BODY_BYTES_MAX });
  requests = fc.sample(arbitrary, { seed, numRuns: REQUEST_COUNT });
}, 120_000);
afterAll(async () => {
  rmSync(snapshots, { recursive: true });
  await discard(ledger);
});

/** What is wrong with an answer to a hostile request; empty for a good one. */
function faultsOf(answer: RawAnswer): readonly string[] {
  const { status, headers, body, whole } = answer;
  if (status < 200 || status >= 500) return [`status ${String(status)}: ${body.slice(0, 300)}`];
  // A registry gives back the names that it was given; nothing else may repeat what was sent.
  if (status < 400) return [];
  const faults: string[] = whole.includes(MARK) ? ['it repeats what was sent'] : [];
  // An answer to HEAD has no body.
  if (body === '') return headers.has('content-length') ? faults : [...faults, 'no body'];
  if (headers.get('content-type')?.startsWith('application/problem+json') !== true) return [...faults, 'no problem'];
  const problem = JSON.parse(body) as { readonly code?: string; readonly status?: number };
  if (!problemCodes.has(problem.code ?? '')) faults.push(`code ${String(problem.code)}`);
  if (problem.status !== status) faults.push(`status ${String(problem.status)} in the body of ${String(status)}`);
  return faults;
}

async function sendAll(asked: readonly HostileRequest[], statuses: Map<number, number>): Promise<string[]> {
  const port = Number(new URL(ledger.baseUrl).port);
  const faults: string[] = [];
  const queue = asked.values();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const request of queue) {
        const answer = await exchangeRaw(port, request);
        // Whoever leaves gets none, and so does who is still sending when the connection is closed.
        if (answer === undefined) continue;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const wrong = faultsOf(answer);
        if (wrong.length > 0) {
          faults.push(
            `${request.what}: ${wrong.join('; ')}\n${JSON.stringify(request.bytes.toString('latin1').slice(0, 2_000))}`,
          );
        }
      }
    }),
  );
  return faults;
}

describe(`${String(REQUEST_COUNT)} requests made from openapi.json, each wrong in some way`, () => {
  it('are answered with problems, repeat nothing, and leave the service as it was', async () => {
    const statuses = new Map<number, number>();
    const faults = await sendAll(requests.slice(0, WARM_UP_COUNT), statuses);
    const before = await liveHeapBytes();
    faults.push(...(await sendAll(requests.slice(WARM_UP_COUNT), statuses)));
    const after = await liveHeapBytes();
    const told = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
    process.stdout.write(`hostile input: ${told.join(', ')}; live heap ${before} → ${after} bytes\n`);

    expect(faults.slice(0, 5)).toEqual([]);
    expect(after / before).toBeLessThan(1 + GROWTH_PART_MAX);
    expect(ledger.lines.filter((line) => line.includes(MARK))).toEqual([]);
    const alive = await ledger.caller.call('/readyz');
    expect(alive.status).toBe(200);
    // Enough got through to the inside for the test to mean something.
    expect((statuses.get(422) ?? 0) + (statuses.get(207) ?? 0)).toBeGreaterThan(REQUEST_COUNT / 10);
  });
});

/** How long V8's snapshot of what is alive is: resident memory would show garbage that is not collected yet as well. */
async function liveHeapBytes(): Promise<number> {
  const known = new Set(readdirSync(snapshots));
  process.kill(ledger.pid, 'SIGUSR2');
  for (;;) {
    const written = readdirSync(snapshots).find((name) => !known.has(name));
    // While it writes it answers nobody.
    await ledger.untilReady();
    if (written === undefined) continue;
    const { size } = statSync(join(snapshots, written));
    if (size > 0) return size;
  }
}
