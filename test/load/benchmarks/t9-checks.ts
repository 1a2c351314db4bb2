import { join } from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { runLoad, type LoadResult } from '../http-load.ts';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';
import { durableAppends } from '../raw/raw-durable-append.ts';
import { checkRequests, singleRequests } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import { parcels, SOUND_SHARE } from '../sound-world.ts';
import { quantile } from '../statistics.ts';
import type { Workplace } from '../workplace.ts';
import { soundLedger } from './t9-assessment.ts';

const SEED = 10;
const CONNECTIONS = 8;

/**
 * Whether something may be done, asked over HTTP about people the ledger knows: by the service that would report it, which
 * leaves no trace, and by an auditor, where the access is on record durably before the answer is given.
 */
export function checks(workplace: Workplace): Benchmark {
  const { subjects, histories: count } = workplace.sizes;
  const random = new SeededRandom(SEED);
  const draw = (much: number): number[] => Array.from({ length: much }, () => random.below(subjects));
  let ledger: LedgerUnderLoad | undefined;
  const ask = (role: 'emitter' | 'auditor', people: readonly number[], connections: number) => {
    if (ledger === undefined) throw new Error('The benchmark was not prepared.');
    const { url } = ledger;
    const requests = checkRequests(ledger.token(role), people, SOUND_SHARE);
    const what = `T9 checks, ${role}, ${String(connections)} connections`;
    return ledger.measured(what, () => runLoad({ url, connections, requests }));
  };
  const report = async (people: readonly number[]) => {
    const plain = await workplace.busyLedger();
    const requests = singleRequests(plain.token('emitter'), people);
    return runLoad({ url: plain.url, connections: CONNECTIONS, requests });
  };
  return {
    measures: [
      {
        id: 'T9-check',
        what: 'a check by who reports, one at a time over HTTP, p99',
        unit: 'ms',
        target: { kind: 'productAtMost', value: 1 },
      },
      {
        id: 'T9-check-read',
        what: 'a check by an auditor, on record before the answer, p99 · bare durable append, p99',
        unit: 'ms',
        target: { kind: 'productAtMost', value: 1 },
      },
      {
        id: 'T9-check-read-p50',
        what: 'the same, median · bare durable append, median',
        unit: 'ms',
        target: { kind: 'productAtMost', value: 1 },
      },
      {
        id: 'T9-checks',
        what: `checks by who reports · single reports where no policy is published, ${String(CONNECTIONS)} connections`,
        unit: 'per second',
        target: { kind: 'ratioAtLeast', ratio: 1 },
      },
    ],
    async prepare() {
      const everybody = Array.from({ length: subjects }, (_, number) => number);
      ledger = await soundLedger(workplace, { name: 'asked-ledger', people: everybody, reportOf: parcels() });
      await ask('emitter', draw(count), 1);
      await ask('auditor', draw(count), 1);
    },
    async round() {
      const reporting = await ask('emitter', draw(count), 1);
      const reading = await ask('auditor', draw(count), 1);
      const bare = durableAppends(join(workplace.directory, 'bare-appends.sqlite'), count);
      const reports = await report(draw(count * CONNECTIONS));
      const together = await ask('emitter', draw(count * CONNECTIONS), CONNECTIONS);
      return {
        'T9-check': { product: quantile(reporting.milliseconds, 0.99) },
        'T9-check-read': { raw: quantile(bare, 0.99), product: quantile(reading.milliseconds, 0.99) },
        'T9-check-read-p50': { raw: quantile(bare, 0.5), product: quantile(reading.milliseconds, 0.5) },
        'T9-checks': { raw: perSecond(reports), product: perSecond(together) },
      };
    },
  };
}

const perSecond = ({ milliseconds, seconds }: LoadResult): number => milliseconds.length / seconds;
