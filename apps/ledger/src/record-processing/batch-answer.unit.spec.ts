import { describe, expect, it } from '@jest/globals';
import { itemProblem } from '../problems/index.ts';
import { batchAnswer } from './batch-answer.ts';
import { refusalOf, type ReportOutcome } from './record-receipt.ts';

const ID = '018f9b3e-0000-7000-8000-000000000001';
const SUBJECT = '018f9b3e-0000-7000-8000-000000000002';
const event = { id: ID, subjectId: SUBJECT, revision: 3, position: 12_345_678_901 };
const about = (receipt: Extract<ReportOutcome, { status: 201; replayed: boolean }>['receipt'], replayed = false) =>
  ({ status: 201, replayed, receipt }) as const;

describe('the answer to a batch', () => {
  it('says of each report what became of it, in its place', () => {
    const problem = itemProblem('invalidRecord', {
      errors: [{ pointer: '/data/"\u2028', code: 'unexpected', message: 'say "no"' }],
    });
    const several = { id: ID, revision: 3, position: 9, subjects: [event, event] };
    const nobody = { id: ID, revision: 0, position: 1 };
    const { refused, json } = batchAnswer([
      about(event),
      about(event, true),
      refusalOf(problem),
      about(several),
      about(nobody),
    ]);
    expect(refused).toBe(1);
    expect(JSON.parse(json)).toEqual({
      recorded: 3,
      replayed: 1,
      refused: 1,
      results: [
        { index: 0, status: 201, ...event },
        { index: 1, status: 201, replayed: true, ...event },
        { index: 2, status: problem.status, problem },
        { index: 3, status: 201, ...several },
        { index: 4, status: 201, ...nobody },
      ],
    });
  });

  it('is whole for a batch of nothing', () => {
    expect(JSON.parse(batchAnswer([]).json)).toEqual({ recorded: 0, replayed: 0, refused: 0, results: [] });
  });
});
