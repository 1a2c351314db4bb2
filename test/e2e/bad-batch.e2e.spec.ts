import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { BatchAnswer, LedgerCaller, LineAnswer } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { CANARY, worstRecords } from '../support/worst-records.ts';

jest.setTimeout(120_000);

let ledger: LedgerProcess;
let caller: LedgerCaller;
const random = new SeededRandom(testSeed('bad batch'));
const worst = worstRecords(500, random);
const generator = new ReportGenerator(random);

beforeAll(async () => {
  ledger = await startRegisteredLedger({ PDL_LOG_LEVEL: 'trace' });
  caller = ledger.caller;
});
afterAll(() => discard(ledger));

/** Good and bad in turn: good ones at even places. */
function mixture(source: string): unknown[] {
  return worst.flatMap(({ record }) => [generator.aboutPerson({ source }), record]);
}

/** Whether the pointer leads to a place of the record, or to one that is missing there. */
function leadsInto(record: unknown, pointer: string): boolean {
  if (pointer === '') return true;
  const path = pointer.split('/').slice(1);
  path.pop();
  const holder = path.reduce<unknown>(
    (part, name) => (typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined),
    record,
  );
  return typeof holder === 'object' && holder !== null;
}

const isNear = (told: string, expected: string): boolean => told.startsWith(expected) || expected.startsWith(told);

function expectEachIsTold(problems: readonly BatchAnswer['results'][number]['problem'][]): void {
  const untold = worst.filter(({ record, pointer = '' }, index) => {
    const errors = problems[index]?.errors ?? [];
    const named = errors.every((error) => error.code !== '' && leadsInto(record, error.pointer));
    return errors.length === 0 || !named || !errors.some((error) => isNear(error.pointer, pointer));
  });
  expect(untold.map(({ what }) => [what, problems[worst.findIndex((one) => one.what === what)]])).toEqual([]);
}

describe('the 500 worst records among 500 good ones', () => {
  it('as a batch: 500 are recorded, 500 are told what is wrong, by pointer and without a word of theirs', async () => {
    const answer = await caller.report(mixture('/batch'));
    expect([answer.status, answer.text.includes(CANARY)]).toEqual([207, false]);
    const { results, ...counts } = answer.json<BatchAnswer>();
    expect(counts).toEqual({ recorded: 500, replayed: 0, refused: 500 });
    const accepted = results.filter(({ status }) => status === 201);
    expect(accepted.map(({ index }) => index % 2)).toEqual(new Array(500).fill(0));
    expectEachIsTold(results.filter(({ index }) => index % 2 === 1).map(({ problem }) => problem));
  });

  it('as NDJSON: the same', async () => {
    const lines = mixture('/lines').map((report) => JSON.stringify(report));
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await caller.call('/v1/records', { as: 'emitter', headers, body: lines.join('\n') });
    expect([answer.status, answer.text.includes(CANARY)]).toEqual([200, false]);
    const answers = answer.lines<LineAnswer>();
    expect(answers.map(({ line, status }) => (line % 2 === 1 ? status : status < 300))).toEqual(
      lines.map((_line, index) => (index % 2 === 0 ? 201 : false)),
    );
    expectEachIsTold(answers.filter(({ line }) => line % 2 === 0).map(({ problem }) => problem));
  });

  it('one by one: none is recorded, none brings the service down', async () => {
    for (let start = 0; start < worst.length; start += 20) {
      const group = worst.slice(start, start + 20).filter(({ record }) => !Array.isArray(record));
      const answers = await Promise.all(group.map(({ record }) => caller.report(record)));
      const unexpected = answers.filter(({ status }) => ![400, 403, 422].includes(status));
      expect(unexpected.map(({ text }) => text)).toEqual([]);
      expect(answers.filter(({ text }) => text.includes(CANARY))).toEqual([]);
    }
    await ledger.untilReady();
  });

  it('leave no word in the log', () => {
    expect(ledger.lines.filter((line) => line.includes(CANARY))).toEqual([]);
    expect(ledger.lines.length).toBeGreaterThan(500);
  });
});
