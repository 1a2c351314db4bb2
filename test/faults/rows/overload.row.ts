import assert from 'node:assert/strict';
import { discard } from '../../support/ledger-process.ts';
import { startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import { LoadingClient, type LoopAnswer } from '../clients/open-loop.ts';
import { eachAlone, type FaultRow, type Round } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { untilProjected } from '../oracle/kept-files.ts';

const OVERLOAD_MS = { long: 60_000, short: 5_000 } as const;
const MEASURE_MS = 2_000;
const CONNECTION_COUNT = 8;
const BATCH_COUNT = 100;
/** Small, so that the bound is met within seconds also where the machine is fast. */
const IN_FLIGHT_BYTES_MAX = 2_097_152;
/** What 2 MB of bodies come to as objects and ciphertexts, and Node's own ups and downs. */
const GROWTH_BYTES_MAX = 400_000_000;
const LOOK_EVERY_MS = 200;
const CATCH_UP_MS_MAX = 120_000;
/** Of the capacity: a service that only refuses would be bounded as well. */
const GOODPUT_MIN = 0.4;
const SOURCE = '@@source@@';
const TIMES_MAX = 16;

async function overload(round: Round): Promise<string> {
  const ledger = await startRegisteredLedger({ PDL_IN_FLIGHT_BYTES_MAX: String(IN_FLIGHT_BYTES_MAX) });
  const bodies = new Bodies(round);
  const answers = new Answers();
  const client = new LoadingClient({
    ...{ url: ledger.baseUrl, token: ledger.caller.tokenOf('emitter') },
    nextBody: () => bodies.next(),
    onAnswer: (answer) => answers.take(answer),
  });
  let bytesMax = 0;
  const look = setInterval(() => (bytesMax = Math.max(bytesMax, ledger.residentBytes)), LOOK_EVERY_MS);
  try {
    const capacity = await client.closed(CONNECTION_COUNT, MEASURE_MS);
    const before = ledger.residentBytes;
    const ms = OVERLOAD_MS[round.form];
    let [sent, goodput, times] = [0, 0, 1];
    // What a busy machine measured may be far below what it can do a moment later: then twice that is no overload yet.
    while (answers.refused === 0 && times < TIMES_MAX) {
      times *= 2;
      const measured = answers.recorded;
      sent = await client.open(times * capacity, ms);
      goodput = ((answers.recorded - measured) / ms) * 1_000;
    }
    assert.equal(client.brokenCount, 0, 'connections broke');
    assert.ok(
      answers.refused > 0,
      `nothing was refused of ${sent} requests at ${times} times ${capacity.toFixed(0)}/s`,
    );
    assert.ok(bytesMax - before < GROWTH_BYTES_MAX, `memory grew by ${bytesMax - before} bytes`);
    assert.ok(
      goodput > GOODPUT_MIN * capacity,
      `only ${goodput.toFixed(0)}/s of ${capacity.toFixed(0)}/s were recorded`,
    );
    // Over at once when it is over.
    await ledger.caller.recorded(new ReportGenerator(round.random).aboutPerson({ source: '/afterwards' }));
    await untilProjected(ledger.dataDir, CATCH_UP_MS_MAX);
    await answers.acknowledged.assertKeptIn(ledger.dataDir);
    return (
      `${sent} batches at ${times} times ${capacity.toFixed(0)}/s: ${answers.refused} refused, ${goodput.toFixed(0)}/s recorded, ` +
      `slowest ${Math.round(answers.slowestMs)} ms, memory ${Math.round((bytesMax - before) / 1e6)} MB more`
    );
  } finally {
    clearInterval(look);
    client.close();
    await discard(ledger);
  }
}

/** Batches that differ in their source alone, so that making them costs the client little. */
class Bodies {
  readonly #template: string;
  readonly #seed: number;
  #count = 0;

  constructor({ random, seed }: Round) {
    const generator = new ReportGenerator(random);
    this.#template = JSON.stringify(
      Array.from({ length: BATCH_COUNT }, () => generator.aboutPerson({ source: SOURCE })),
    );
    this.#seed = seed;
  }

  next(): string {
    this.#count += 1;
    return this.#template.replaceAll(SOURCE, `/overload-${this.#seed}-${this.#count}`);
  }
}

class Answers {
  readonly acknowledged = new Acknowledgements();
  /** Batches. */
  recorded = 0;
  refused = 0;
  slowestMs = 0;

  take({ status, retryAfter, text, ms }: LoopAnswer): void {
    this.slowestMs = Math.max(this.slowestMs, ms);
    if (status === 201) {
      this.recorded += 1;
      const { results } = JSON.parse(text) as {
        results: readonly { id: string; revision: number; position: number }[];
      };
      for (const { id, revision, position } of results) this.acknowledged.acknowledge(id, { id, revision, position });
      return;
    }
    this.refused += 1;
    assert.ok(status === 503 || status === 429, `${status} ${text.slice(0, 1_000)}`);
    assert.ok(Number(retryAfter) > 0, 'no Retry-After');
  }
}

export const overloadRow: FaultRow = {
  name: 'overload',
  promise: 'twice the load there is room for: 503 with Retry-After before memory grows, and as much recorded as before',
  rounds: { long: 1, short: 1 },
  begin: eachAlone(overload),
};
