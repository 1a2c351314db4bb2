import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { definitions } from '#libs/domain';
import { EmbeddedEventStore } from '#libs/event-store';
import type { LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { eventIdsOf, IngestionRound, sameReceipt, send, type Sent } from '../support/ingestion-round.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { RecordEntry } from '../support/wire.ts';

/** `PDL_TEST_ROUNDS=200` for the long form. */
const ROUNDS = Number(process.env['PDL_TEST_ROUNDS'] ?? 20);
/** Kills come after so many acknowledgements at most: counted, not timed, so that a seed means the same anywhere. */
const ACKNOWLEDGED_COUNT_MAX = 150;

jest.setTimeout(60_000);

const seed = testSeed('kill -9');
const random = new SeededRandom(seed);
let ledger: LedgerProcess;
let caller: LedgerCaller;
/** Ids of every event that was ever acknowledged, over all rounds. */
const acknowledged = new Set<string>();

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  caller = ledger.caller;
});
afterAll(() => discard(ledger));

interface Stored {
  readonly id: string;
  readonly position: number;
  readonly revision: number;
  readonly type: string;
}

const essence = ({ id, position, revision, type }: Stored): Stored => ({ id, position, revision, type });

/** What the log holds of the events that a search shows, read beside the service. */
async function inLog(): Promise<Stored[]> {
  const store = await EmbeddedEventStore.open({ directory: ledger.dataDir, readOnly: true });
  const found: Stored[] = [];
  try {
    for await (const event of store.readAll()) {
      if (definitions.get(event.type)?.family !== 'registry') found.push(essence(event));
    }
  } finally {
    await store.close();
  }
  return found;
}

/** What the read model holds, up to and with a position. */
async function projected(position: number): Promise<Stored[]> {
  const headers = { accept: 'application/x-ndjson' };
  const answer = await caller.call(`/v1/records?atLeast=${position}`, { as: 'auditor', headers });
  return answer
    .lines<RecordEntry>()
    .filter((entry) => entry.position <= position)
    .map(essence);
}

const repeated = (ids: readonly string[]): string[] => ids.filter((id, place) => ids.indexOf(id) !== place);

/** Log and read model as they are after a restart, and that they are the same. */
async function idsAfterRestart(): Promise<string[]> {
  const log = await inLog();
  const events = await projected(log.at(-1)?.position ?? 0);
  expect(events).toEqual(log);
  const ids = events.map(({ id }) => id);
  expect(repeated(ids)).toEqual([]);
  return ids;
}

async function resend(sent: readonly Sent[]): Promise<void> {
  for (let start = 0; start < sent.length; start += 200) {
    const group = sent.slice(start, start + 200);
    const receipts = await send(
      caller,
      group.map(({ report }) => report),
    );
    const changed = group.filter(
      ({ receipt }, place) => receipt !== undefined && !sameReceipt(receipt, receipts[place]),
    );
    expect(changed).toEqual([]);
    for (const receipt of receipts) for (const id of eventIdsOf(receipt)) acknowledged.add(id);
  }
}

describe(`kill -9 while eight writers report (${ROUNDS} rounds, seed ${seed})`, () => {
  it.each(Array.from({ length: ROUNDS }, (_none, round) => round + 1))(
    'round %i: what was acknowledged is there once, and the projection agrees with the log',
    async (number) => {
      const killAfter = 1 + random.below(ACKNOWLEDGED_COUNT_MAX);
      const round = new IngestionRound({
        ...{ caller, random, generator: new ReportGenerator(random), source: `/round-${number}` },
        onAcknowledged: (count) => {
          if (count === killAfter) void ledger.kill();
        },
      });
      await round.run();
      expect(await ledger.ended).toEqual({ code: null, signal: 'SIGKILL' });
      expect(round.contradictions).toEqual([]);
      for (const { receipt } of round.sent) {
        for (const id of receipt === undefined ? [] : eventIdsOf(receipt)) acknowledged.add(id);
      }

      ledger = await restarted(ledger);
      caller = ledger.caller;
      const ids = new Set(await idsAfterRestart());
      expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
      // Also what nobody knows the fate of: sent again, it is there once, and what was answered is answered the same.
      await resend(round.sent);
      const complete = new Set(await idsAfterRestart());
      expect([...acknowledged].filter((id) => !complete.has(id))).toEqual([]);
    },
  );

  it('leaves nothing that was not sent', async () => {
    const log = await inLog();
    const records = log.filter(({ type }) => definitions.get(type)?.family === 'processing');
    expect(records.filter(({ id }) => !acknowledged.has(id))).toEqual([]);
    expect(records).toHaveLength(acknowledged.size);
  });
});
