import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { discard, type LedgerProcess } from '../../support/ledger-process.ts';
import { startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import { eachAlone, type FaultRow, type Round } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { untilProjected } from '../oracle/kept-files.ts';

const STOPPED_MS = { long: 60_000, short: 5_000 } as const;
const BATCH_COUNT = 100;
/** New people and few: both kinds of work go on without the read models. Each has about fifty records of every type. */
const PEOPLE_COUNT = 5_000;
/** What is remembered of recent records costs about 150 bytes each, up to 200,000; the rest is Node's own ups and downs. */
const GROWTH_BYTES_MAX = 250_000_000;
/**
 * The projector waits 5 s at most before it tries again; then it has much to do: of every type as many, each second one ends
 * something, after which all that is held of the person is worked out again. Milliseconds.
 */
const CATCH_UP_MS_MAX = 300_000;

async function stopConsumer(round: Round): Promise<string> {
  const ledger = await startRegisteredLedger({ PDL_LAG_READY_MS_MAX: '1000' });
  // What a projector dead in the midst of a transaction looks like to everybody else: nothing can be written.
  const readModels = new Database(join(ledger.dataDir, 'read-models.sqlite'));
  try {
    await report(ledger, round, STOPPED_MS[round.form] / 5);
    const before = ledger.residentBytes;
    readModels.exec('begin immediate');
    const { acknowledged, slowestMs, lastPosition } = await report(ledger, round, STOPPED_MS[round.form]);
    const grownBytes = ledger.residentBytes - before;
    assert.ok(grownBytes < GROWTH_BYTES_MAX, `memory grew by ${grownBytes} bytes`);
    await expectLagTold(ledger, { events: acknowledged.size, lastPosition });
    readModels.exec('rollback');
    await untilProjected(ledger.dataDir, CATCH_UP_MS_MAX);
    await ledger.untilReady();
    await acknowledged.assertKeptIn(ledger.dataDir);
    const megabytes = Math.round(grownBytes / 1e6);
    return `${acknowledged.size} records while nothing was projected, slowest batch ${Math.round(slowestMs)} ms, memory ${megabytes} MB more`;
  } finally {
    readModels.close();
    await discard(ledger);
  }
}

/** Batches one after the other for so long: none may be refused. */
async function report(ledger: LedgerProcess, { random }: Round, ms: number) {
  const generator = new ReportGenerator(random);
  const acknowledged = new Acknowledgements();
  const source = `/consumer-${random.uuid()}`;
  let slowestMs = 0;
  let lastPosition = 0;
  for (const end = performance.now() + ms; performance.now() < end;) {
    const batch = Array.from({ length: BATCH_COUNT }, () => {
      const subject = { identifiers: [{ scheme: 'userId', value: `person-${random.below(PEOPLE_COUNT)}` }] };
      return generator.aboutPerson({ source, subject });
    });
    const started = performance.now();
    const answer = await ledger.caller.report(batch);
    slowestMs = Math.max(slowestMs, performance.now() - started);
    assert.equal(answer.status, 201, answer.text.slice(0, 1_000));
    const { results } = answer.json<{ results: readonly { id: string; revision: number; position: number }[] }>();
    lastPosition = results.at(-1)?.position ?? lastPosition;
    results.forEach(({ id, revision, position }, place) =>
      acknowledged.acknowledge(batch[place], { id, revision, position }),
    );
  }
  return { acknowledged, slowestMs, lastPosition };
}

async function expectLagTold(
  ledger: LedgerProcess,
  { events, lastPosition }: { readonly events: number; readonly lastPosition: number },
): Promise<void> {
  await wait(1_500);
  const ready = await ledger.caller.call('/readyz');
  assert.ok(ready.status === 503 && ready.text.includes('/parts/projectionLag'), ready.text);
  const metrics = await ledger.caller.call('/metrics', { as: 'admin' });
  const lag = /^pdl_projection_lag_events\{[^}]*\} (\d+)$/m.exec(metrics.text)?.[1];
  assert.ok(Number(lag) >= events, `the lag told is ${lag} of ${events}`);
  const late = await ledger.caller.search({ atLeast: lastPosition, limit: 1 });
  assert.deepEqual(late.refusal, [503, 'notYetProjected']);
}

export const slowConsumerRow: FaultRow = {
  name: 'slow-consumer',
  promise:
    'nothing is projected any more: reports go on, the lag is told, memory stays bounded, and it catches up by itself',
  rounds: { long: 1, short: 1 },
  begin: eachAlone(stopConsumer),
};
