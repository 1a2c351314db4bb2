import { fileURLToPath } from 'node:url';
import type { Benchmark } from '../benchmark.ts';
import { runLoad, type LoadResult } from '../http-load.ts';
import { singleRequests } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import { ServerProcess } from '../server-process.ts';
import { quantile } from '../statistics.ts';
import type { Workplace } from '../workplace.ts';

const CONNECTIONS = 64;
const SEED = 2;
/** Of a round; enough for both servers' code to be compiled. */
const WARM_UP_PART = 0.25;
const ECHO = fileURLToPath(new URL('../raw/validating-echo.js', import.meta.url));

/** Single `POST /v1/records`, the same path as T1, against a server that checks the same body and gives it back. */
export function singleRecords(workplace: Workplace): Benchmark {
  const { subjects, singles } = workplace.sizes;
  const random = new SeededRandom(SEED);
  let echo: ServerProcess | undefined;

  async function load(count: number): Promise<{ readonly raw: LoadResult; readonly product: LoadResult }> {
    const ledger = await workplace.busyLedger();
    const drawn = Array.from({ length: count }, () => random.below(subjects));
    const requests = singleRequests(ledger.token('emitter'), drawn);
    const raw = await runLoad({ url: echo?.url ?? '', connections: CONNECTIONS, requests });
    const product = await ledger.measured('T2', () => runLoad({ url: ledger.url, connections: CONNECTIONS, requests }));
    return { raw, product };
  }

  return {
    measures: [
      {
        id: 'T2',
        what: `single records, ${String(CONNECTIONS)} connections · Nest + Fastify validating echo`,
        unit: 'requests/s',
        target: { kind: 'ratioAtLeast', ratio: 0.6, floor: 0.45 },
      },
      { id: 'T2-p99', what: 'response time of those, p99', unit: 'ms', target: { kind: 'productAtMost', value: 25 } },
    ],
    async prepare() {
      echo = await ServerProcess.start({ script: ECHO });
      await load(Math.ceil(singles * WARM_UP_PART));
    },
    async round() {
      const { raw, product } = await load(singles);
      return {
        T2: { raw: singles / raw.seconds, product: singles / product.seconds },
        'T2-p99': { product: quantile(product.milliseconds, 0.99) },
      };
    },
    async close() {
      await echo?.stop();
    },
  };
}
