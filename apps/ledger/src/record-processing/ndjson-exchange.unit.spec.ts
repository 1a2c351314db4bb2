import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { IntakeItem } from './intake.ts';
import { answerNdjson } from './ndjson-exchange.ts';
import type { ReportOutcome } from './record-receipt.ts';

/** Records whatever parses; its answers come out of order. */
function recorder() {
  let position = 0;
  const groups: number[] = [];
  const take = async (items: readonly IntakeItem[]): Promise<ReportOutcome[]> => {
    groups.push(items.length);
    const outcomes = items.map((item): ReportOutcome => {
      if ('problem' in item) return { status: item.problem.status, problem: item.problem };
      return { status: 201, replayed: false, receipt: { id: String(item.value), revision: 0, position: position++ } };
    });
    await new Promise((done) => setTimeout(done, groups.length % 2 === 0 ? 0 : 5));
    return outcomes;
  };
  return { take, groups };
}

async function linesOf(answer: Readable): Promise<unknown[]> {
  const text = Buffer.concat(await answer.toArray()).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

describe('an exchange of NDJSON', () => {
  it('answers every line in order, good or bad', async () => {
    const lines = Array.from({ length: 2_500 }, (_, n) => (n % 1_000 === 999 ? '{bad' : String(n)));
    const answer = answerNdjson(Readable.from([Buffer.from(lines.join('\n'))]), recorder().take);
    const answers = (await linesOf(answer)) as { line: number; status: number; id?: string }[];
    expect(answers.map(({ line }) => line)).toEqual(lines.map((_, n) => n + 1));
    expect(answers.filter(({ status }) => status !== 201).map(({ line, status }) => [line, status])).toEqual([
      [1_000, 400],
      [2_000, 400],
    ]);
    expect(answers[1_234]?.id).toBe('1234');
  });

  it('answers a line before the next one is sent', async () => {
    const body = new PassThrough();
    const answer = answerNdjson(body, recorder().take)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (const n of [1, 2, 3]) {
      body.write(`${n}\n`);
      expect(JSON.parse(String((await answer.next()).value))).toEqual({
        line: n,
        status: 201,
        id: String(n),
        revision: 0,
        position: n - 1,
      });
    }
    body.end();
    expect((await answer.next()).done).toBe(true);
  });

  it('reads no further than a few groups ahead of what is read of its answers', async () => {
    const { take, groups } = recorder();
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.from(`${sent++}\n`.repeat(500));
      })(),
    );
    const answer = answerNdjson(endless, take)[Symbol.asyncIterator]();
    await answer.next();
    await new Promise((done) => setTimeout(done, 50));
    expect(groups.length).toBeLessThan(20);
    await answer.return?.();
  });

  it('fails when the recording fails, instead of ending as if all was said', async () => {
    const failing = () => Promise.reject(new Error('out of order'));
    await expect(answerNdjson(Readable.from([Buffer.from('1\n')]), failing).toArray()).rejects.toThrow('out of order');
  });
});
