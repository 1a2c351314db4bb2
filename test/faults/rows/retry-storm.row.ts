import assert from 'node:assert/strict';
import { InsistentClient } from '../../support/insistent-client.ts';
import { discard, type LedgerProcess } from '../../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator, type GeneratedReport } from '../../support/report-generator.ts';
import { eachAlone, type FaultRow, type Round } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { eventsAfter } from '../oracle/kept-files.ts';

const WRITER_COUNT = 8;
/** How long new requests are made, in milliseconds: a minute's, or a few seconds'. */
const STORM_MS = { long: 60_000, short: 5_000 } as const;
const TIMES = 3;
const BATCH_COUNT_MAX = 20;
/** Few people, so that writers meet in the same streams. */
const PEOPLE_COUNT = 25;

/** What the storm blows at: processes that share a log, and how one of them is killed and started again. */
export interface StormTarget {
  readonly client: InsistentClient;
  readonly restart: () => Promise<void>;
}

/**
 * Every request is sent three times, shuffled among all the others and the processes; in the middle one process is killed
 * and started again. Each answer to a report is the first answer.
 */
export async function blow({ random, form, seed }: Round, { client, restart }: StormTarget): Promise<Acknowledgements> {
  const generator = new ReportGenerator(random);
  const acknowledged = new Acknowledgements();
  const left: (readonly GeneratedReport[])[] = [];
  const newRequest = (): readonly GeneratedReport[] =>
    Array.from({ length: random.chance(0.5) ? 1 : 1 + random.below(BATCH_COUNT_MAX) }, () => {
      const subject = { identifiers: [{ scheme: 'userId', value: `person-${random.below(PEOPLE_COUNT)}` }] };
      return generator.aboutPerson({ source: `/storm-${seed}`, subject });
    });
  const nextRequest = (): readonly GeneratedReport[] | undefined => {
    if (performance.now() < end && (left.length === 0 || random.chance(1 / TIMES))) {
      const request = newRequest();
      for (let times = 1; times < TIMES; times++) left.push(request);
      return request;
    }
    return left.splice(random.below(left.length), 1)[0];
  };
  const started = performance.now();
  const end = started + STORM_MS[form];
  const write = async (): Promise<void> => {
    for (let request = nextRequest(); request !== undefined; request = nextRequest()) {
      const receipts = await client.send(request);
      request.forEach((report, place) =>
        acknowledged.acknowledge(report, receipts[place] ?? assert.fail('no receipt')),
      );
    }
  };
  const restarting = new Promise((resolve) => setTimeout(resolve, STORM_MS[form] / 3)).then(restart);
  await Promise.all([restarting, ...Array.from({ length: WRITER_COUNT }, write)]);
  return acknowledged;
}

async function stormOverRestart(round: Round): Promise<string> {
  let ledger: LedgerProcess = await startRegisteredLedger();
  try {
    const client = new InsistentClient(() => [ledger.caller], round.random);
    const restart = async (): Promise<void> => {
      await ledger.kill();
      ledger = await restarted(ledger);
    };
    const acknowledged = await blow(round, { client, restart });
    await restart();
    await acknowledged.assertKeptIn(ledger.dataDir);
    acknowledged.assertNothingElse(await eventsAfter(ledger.dataDir));
    return `${acknowledged.size} records from ${TIMES} times as many, ${client.unansweredCount} requests unanswered`;
  } finally {
    await discard(ledger);
  }
}

export const retryStormRow: FaultRow = {
  name: 'retry-storm',
  promise:
    "every request of a minute three times, shuffled, over a kill: each record once, each answer the first one's",
  rounds: { long: 1, short: 1 },
  begin: eachAlone(stormOverRestart),
};
