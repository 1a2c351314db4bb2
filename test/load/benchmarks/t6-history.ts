import { existsSync } from 'node:fs';
import { EmbeddedEventStore } from '#libs/event-store';
import { ledgerQueries, openReadModels, type LedgerQueries } from '#libs/projections';
import type { Benchmark } from '../benchmark.ts';
import { httpRequest, runLoad } from '../http-load.ts';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';
import { RawHistory } from '../raw/raw-history.ts';
import { SeededRandom } from '../seeded-random.ts';
import { quantile } from '../statistics.ts';
import type { Workplace } from '../workplace.ts';
import { rebuildThroughLibrary } from './t5-rebuild.ts';

const SEED = 6;
const LIMIT = 100;
/** Subjects asked of one side before the other's turn, so that neither has the caches to itself. */
const TURN = 20;
/** Until the read models have the accesses that the requests left in the log. */
const SETTLE_MS_MAX = 30_000;

interface Opened {
  readonly ledger: LedgerUnderLoad;
  readonly queries: LedgerQueries;
  readonly raw: RawHistory;
  readonly close: () => Promise<void>;
}

/**
 * One person's history among many: over HTTP, one request after the other, so that the response time is the service's own
 * (the access it records, durably, included); and the SQL alone against a hand-written query for the same entries.
 */
export function history(workplace: Workplace): Benchmark {
  const { records, histories } = workplace.sizes;
  const random = new SeededRandom(SEED);
  let opened: Opened | undefined;
  return {
    measures: [
      {
        id: 'T6',
        what: `history over HTTP among ${records.toLocaleString('en')} records, p99`,
        unit: 'ms',
        target: { kind: 'productAtMost', value: 5 },
      },
      {
        id: 'T6-sql',
        what: 'its SQL, mean · hand-written query',
        unit: 'µs',
        target: { kind: 'ratioAtMost', ratio: 1.5 },
      },
    ],
    async prepare() {
      opened = await open(workplace);
      const warmUp = await pickSubjects(workplace, random, histories);
      await requestHistories(opened.ledger, warmUp, 'warming up');
      await compareQueries(opened, warmUp);
    },
    async round() {
      if (opened === undefined) throw new Error('The benchmark was not prepared.');
      const subjects = await pickSubjects(workplace, random, histories);
      const milliseconds = await requestHistories(opened.ledger, subjects, 'T6');
      return {
        T6: { product: quantile(milliseconds, 0.99) },
        'T6-sql': await compareQueries(opened, await pickSubjects(workplace, random, histories)),
      };
    },
    async close() {
      await opened?.close();
    },
  };
}

async function open(workplace: Workplace): Promise<Opened> {
  const log = await workplace.seededLog();
  if (!existsSync(log.readModelsFile)) await rebuildThroughLibrary(log);
  const ledger = await workplace.startLedger(log.directory);
  const database = await openReadModels({ file: log.readModelsFile, mode: 'read' });
  const raw = new RawHistory(log.readModelsFile);
  const close = async (): Promise<void> => {
    raw.close();
    await database.close();
  };
  return { ledger, queries: ledgerQueries(database), raw, close };
}

async function pickSubjects(workplace: Workplace, random: SeededRandom, count: number): Promise<readonly string[]> {
  const { subjects } = await workplace.seededLog();
  return Array.from({ length: count }, () => random.pick(subjects).subjectId);
}

async function requestHistories(
  ledger: LedgerUnderLoad,
  subjects: readonly string[],
  what: string,
): Promise<readonly number[]> {
  const token = ledger.token('auditor');
  const requests = subjects.map((subjectId) =>
    httpRequest({ method: 'GET', path: `/v1/subjects/${subjectId}/history?limit=${String(LIMIT)}`, token }),
  );
  const { milliseconds } = await ledger.measured(what, () => runLoad({ url: ledger.url, connections: 1, requests }));
  return milliseconds;
}

/** Requests of histories are events of histories: wait for them, or two queries in a row find different entries. */
async function settle({ ledger, queries }: Opened): Promise<void> {
  const eventStore = await EmbeddedEventStore.open({ directory: ledger.directory, readOnly: true });
  try {
    const last = (await eventStore.lastPosition()) ?? 0;
    const isSettled = await queries.position.waitForPosition(last, SETTLE_MS_MAX);
    if (!isSettled) throw new Error('The projection does not catch up.');
  } finally {
    await eventStore.close();
  }
}

/** Mean time of a query, in microseconds. @throws Error when the two find different entries */
async function compareQueries(opened: Opened, subjects: readonly string[]): Promise<{ raw: number; product: number }> {
  const { queries, raw } = opened;
  await settle(opened);
  const spent = { raw: 0, product: 0 };
  for (let from = 0; from < subjects.length; from += TURN) {
    const turn = subjects.slice(from, from + TURN);
    const byHand = async (): Promise<number[]> => {
      const begun = performance.now();
      const counts = turn.map((subjectId) => raw.newest(subjectId, LIMIT).length);
      spent.raw += performance.now() - begun;
      return counts;
    };
    const ours = async (): Promise<number[]> => {
      const begun = performance.now();
      const counts: number[] = [];
      for (const subjectId of turn) {
        counts.push((await queries.history.page({ subjectId, limit: LIMIT })).entries.length);
      }
      spent.product += performance.now() - begun;
      return counts;
    };
    const isOursFirst = (from / TURN) % 2 === 0;
    const [first, second] = isOursFirst ? [await ours(), await byHand()] : [await byHand(), await ours()];
    if (String(first) !== String(second)) throw new Error('The hand-written query finds other entries than ours.');
  }
  return { raw: (spent.raw / subjects.length) * 1_000, product: (spent.product / subjects.length) * 1_000 };
}
