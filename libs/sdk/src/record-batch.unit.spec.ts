import { describe, expect, it } from '@jest/globals';
import { errorOfProblem, LedgerError } from './ledger-error.ts';
import { type PostReports, recordBatch } from './record-batch.ts';
import type { BatchItem, Problem, RecordReport } from './wire.ts';

const RETRY = { attemptsMax: 3, firstPauseMs: 1, pauseMsMax: 1 };
const problem = (status: number, code: string): Problem => ({
  type: 'about:blank',
  title: 'A problem',
  status,
  code,
  action: 'Wait.',
});

const report = (name: string): RecordReport => ({
  source: 'shop',
  sourceId: name,
  type: 'PersonalDataUsed',
  controllerId: 'clex',
  occurredAt: '2026-01-01T00:00:00Z',
  data: {},
});

/** Answers from a script: one entry for each request. Keeps what was sent. */
function scripted(answers: readonly ((reports: readonly RecordReport[]) => readonly BatchItem[])[]): {
  readonly post: PostReports;
  readonly requests: (readonly RecordReport[])[];
} {
  const requests: (readonly RecordReport[])[] = [];
  const post: PostReports = async (reports) => {
    requests.push(reports);
    const answer = answers[requests.length - 1];
    if (answer === undefined) throw new Error(`Request ${String(requests.length)} is not in the script.`);
    return Promise.resolve(answer(reports));
  };
  return { post, requests };
}

const recorded = (reports: readonly RecordReport[]): readonly BatchItem[] =>
  reports.map((_, index) => ({ index, status: 201, id: `event-${String(index)}`, revision: index, position: index }));

const refusing = (reason: Problem) => (): never => {
  throw errorOfProblem(reason);
};

describe('a batch of reports', () => {
  it('gets ids before the first try and keeps them over the next', async () => {
    const { sourceId: _, source: __, ...nameless } = report('a');
    const { post, requests } = scripted([refusing(problem(503, 'unavailable')), recorded]);
    const [outcome] = await recordBatch([nameless], post, { retry: RETRY });
    const ids = requests.map((reports) => reports[0]?.id);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(outcome).toMatchObject({ kind: 'recorded', report: { id: ids[0] } });
  });

  it('leaves reports alone that have a name already', async () => {
    const named = [report('a'), { ...report('b'), id: '018f0000-0000-7000-8000-000000000000' }];
    const { post, requests } = scripted([recorded]);
    await recordBatch(named, post, { retry: RETRY });
    expect(requests).toEqual([named]);
  });

  it('tells recorded, replayed and refused apart', async () => {
    const reason = problem(422, 'invalidRecord');
    const { post } = scripted([
      () => [
        { index: 0, status: 201, id: 'a', revision: 0, position: 1 },
        { index: 1, status: 201, id: 'b', revision: 1, position: 2, replayed: true },
        { index: 2, status: 422, problem: reason },
      ],
    ]);
    const reports = [report('a'), report('b'), report('c')];
    expect(await recordBatch(reports, post, { retry: RETRY })).toEqual([
      { kind: 'recorded', report: reports[0], receipt: { id: 'a', revision: 0, position: 1 } },
      { kind: 'replayed', report: reports[1], receipt: { id: 'b', revision: 1, position: 2 } },
      { kind: 'refused', report: reports[2], problem: reason },
    ]);
  });

  it('sends again only what passes', async () => {
    const overloaded = { index: 1, status: 503, problem: problem(503, 'overloaded') };
    const { post, requests } = scripted([(reports) => recorded(reports).with(1, overloaded), recorded]);
    const reports = [report('a'), report('b'), report('c')];
    const outcomes = await recordBatch(reports, post, { retry: RETRY });
    expect(requests).toEqual([reports, [reports[1]]]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['recorded', 'recorded', 'recorded']);
  });

  it('keeps what was recorded when the rest fails for good', async () => {
    const overloaded = { index: 1, status: 503, problem: problem(503, 'overloaded') };
    const away = (): never => {
      throw new LedgerError('unreachable', 'away');
    };
    const { post } = scripted([(reports) => recorded(reports).with(1, overloaded), away, away]);
    const outcomes = await recordBatch([report('a'), report('b')], post, { retry: RETRY });
    expect(outcomes).toMatchObject([{ kind: 'recorded' }, { kind: 'failed', error: { code: 'unreachable' } }]);
  });

  it('finds the one report for which the whole request is refused', async () => {
    const reason = problem(413, 'bodyTooLarge');
    const post: PostReports = async (reports) => {
      if (reports.some(({ sourceId }) => sourceId === 'huge')) throw errorOfProblem(reason);
      return Promise.resolve(recorded(reports));
    };
    const names = ['a', 'b', 'c', 'huge', 'd', 'e', 'f'];
    const outcomes = await recordBatch(names.map(report), post, { retry: RETRY });
    expect(outcomes.map(({ kind }) => kind)).toEqual(names.map((name) => (name === 'huge' ? 'refused' : 'recorded')));
    expect(outcomes.map((outcome) => outcome.report.sourceId)).toEqual(names);
  });

  it('is not halved when the caller may not write at all', async () => {
    const { post, requests } = scripted([refusing(problem(403, 'forbidden'))]);
    const outcomes = await recordBatch([report('a'), report('b')], post, { retry: RETRY });
    expect(outcomes).toMatchObject([
      { kind: 'failed', error: { code: 'forbidden' } },
      { kind: 'failed', error: { code: 'forbidden' } },
    ]);
    expect(requests).toHaveLength(1);
  });

  it('does not take a short answer for a success', async () => {
    const { post } = scripted([(reports) => recorded(reports).slice(0, 1)]);
    const outcomes = await recordBatch([report('a'), report('b')], post, { retry: RETRY });
    expect(outcomes).toMatchObject([{ kind: 'recorded' }, { kind: 'failed', error: { code: 'invalidAnswer' } }]);
  });
});
