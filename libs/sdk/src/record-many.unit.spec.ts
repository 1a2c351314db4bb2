import { describe, expect, it } from '@jest/globals';
import { LedgerError } from './ledger-error.ts';
import type { RecordOutcome } from './record-batch.ts';
import { recordMany } from './record-many.ts';
import type { RecordReport } from './wire.ts';

const reports = (count: number): readonly RecordReport[] =>
  Array.from({ length: count }, (_, index) => ({
    source: 'shop',
    sourceId: String(index),
    type: 'PersonalDataUsed',
    controllerId: 'clex',
    occurredAt: '2026-01-01T00:00:00Z',
    data: {},
  }));

const recorded = (report: RecordReport): RecordOutcome => ({
  kind: 'recorded',
  report,
  receipt: { id: report.sourceId ?? '', revision: 0, position: 0 },
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('many reports', () => {
  it('go in batches, a few at a time, and come back in order', async () => {
    const sizes: number[] = [];
    let underWay = 0;
    let underWayMax = 0;
    const send = async (batch: readonly RecordReport[]): Promise<readonly RecordOutcome[]> => {
      sizes.push(batch.length);
      underWay += 1;
      underWayMax = Math.max(underWayMax, underWay);
      for (let turns = 0; turns < 5 - (sizes.length % 3); turns += 1) await turn();
      underWay -= 1;
      return batch.map(recorded);
    };
    const result = await recordMany(reports(1_050), send, { batchSize: 100, concurrency: 3 });
    expect(sizes).toEqual([...Array.from({ length: 10 }, () => 100), 50]);
    expect(underWayMax).toBe(3);
    expect(result).toMatchObject({ recorded: 1_050, replayed: 0, refused: 0, failed: 0 });
    expect(result.outcomes.map(({ report }) => report.sourceId)).toEqual(reports(1_050).map((one) => one.sourceId));
  });

  it('begin no further batch after one that failed, and say of each report what is known', async () => {
    const error = new LedgerError('unreachable', 'away');
    let batches = 0;
    const send = async (batch: readonly RecordReport[]): Promise<readonly RecordOutcome[]> => {
      batches += 1;
      await turn();
      return batches === 2 ? batch.map((report) => ({ kind: 'failed', report, error })) : batch.map(recorded);
    };
    const result = await recordMany(reports(40), send, { batchSize: 10, concurrency: 1 });
    expect(batches).toBe(2);
    expect(result).toMatchObject({ recorded: 10, failed: 30 });
    expect(result.outcomes[39]).toMatchObject({ kind: 'failed', error: { code: 'unreachable' } });
  });

  it('are named once, so that what failed can be sent again', async () => {
    const nameless = reports(2).map(({ source: _, sourceId: __, ...rest }) => rest);
    const send = (batch: readonly RecordReport[]): Promise<readonly RecordOutcome[]> =>
      Promise.resolve(batch.map((report) => ({ kind: 'failed', report, error: new LedgerError('timedOut', 'late') })));
    const { outcomes } = await recordMany(nameless, send, { batchSize: 1, concurrency: 1 });
    expect(outcomes.map(({ report }) => typeof report.id)).toEqual(['string', 'string']);
  });
});
