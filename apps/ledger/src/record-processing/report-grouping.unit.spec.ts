import { setImmediate } from 'node:timers/promises';
import type { CommandBus } from '@nestjs/cqrs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordReport } from '#libs/domain';
import type { Principal } from '../identity/index.ts';
import type { ReportOutcome } from './record-receipt.ts';
import { NoTracing } from '../tracing/index.ts';
import { ReportGrouping } from './report-grouping.ts';
import type { ReportProcessing } from './report-processing.command.ts';

const report = (id: string) => ({ id }) as RecordReport;
const reports = (count: number) => Array.from({ length: count }, (_, n) => report(String(n)));
const principal = (actorId: string, controllers: Principal['controllers'] = 'all'): Principal => ({
  actorId,
  roles: ['emitter'],
  controllers,
  credentialKind: 'apiKey',
  credentialId: actorId,
});

/** Commands as they came, answered only when the test says so. */
let commands: {
  readonly ids: readonly (string | undefined)[];
  readonly by: string;
  readonly answer: (error?: Error) => void;
}[];
let grouping: ReportGrouping;

beforeEach(() => {
  commands = [];
  const execute = ({ reports: sent, principal: by }: ReportProcessing) =>
    new Promise<ReportOutcome[]>((resolve, reject) => {
      const ids = sent.map(({ id }) => id);
      const outcomes = ids.map((id): ReportOutcome => ({
        status: 201,
        replayed: false,
        receipt: { id: id ?? '', revision: 0, position: 0 },
      }));
      const answer = (error?: Error): void => (error === undefined ? resolve(outcomes) : reject(error));
      commands.push({ ids, by: by.actorId, answer });
    });
  grouping = new ReportGrouping({ execute } as unknown as CommandBus, new NoTracing());
});

/** A whole turn of the event loop, and what it set off. */
const turn = async () => {
  for (let n = 0; n < 5; n++) await setImmediate();
};
const idsOf = (outcomes: readonly ReportOutcome[]) => outcomes.map((one) => ('receipt' in one ? one.receipt.id : ''));

describe('reports that arrive together', () => {
  it('share a command, and each gets its own answer', async () => {
    const answers = ['a', 'b', 'c'].map((id) => grouping.process([report(id)], principal('1')));
    await turn();
    expect(commands.map(({ ids }) => ids)).toEqual([['a', 'b', 'c']]);
    commands[0]?.answer();
    expect((await Promise.all(answers)).map(idsOf)).toEqual([['a'], ['b'], ['c']]);
  });

  it('do not share one with those of another credential', async () => {
    void grouping.process([report('a')], principal('1'));
    void grouping.process([report('b')], principal('2'));
    void grouping.process([report('c')], principal('1', ['clex']));
    await turn();
    expect(commands.map(({ ids, by }) => [by, ...ids])).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['1', 'c'],
    ]);
  });

  it('leave in groups of bounded size, four under way at once, the rest when one comes back', async () => {
    const answers = Array.from({ length: 110 }, () => grouping.process(reports(20), principal('1')));
    await turn();
    expect(commands.map(({ ids }) => ids.length)).toEqual([500, 500, 500, 500]);
    commands[0]?.answer();
    await turn();
    expect(commands.map(({ ids }) => ids.length)).toEqual([500, 500, 500, 500, 200]);
    for (const { answer } of commands) answer();
    expect((await Promise.all(answers)).map((outcomes) => outcomes.length)).toEqual(Array<number>(110).fill(20));
  });

  it('leave at once where they are many already', () => {
    void grouping.process(reports(100), principal('1'));
    expect(commands.map(({ ids }) => ids.length)).toEqual([100]);
  });

  it('all learn of a failure, and those after them do not suffer from it', async () => {
    const answers = ['a', 'b'].map((id) => grouping.process([report(id)], principal('1')));
    await turn();
    commands[0]?.answer(new Error('out of order'));
    expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const later = grouping.process([report('c')], principal('1'));
    await turn();
    commands[1]?.answer();
    expect(idsOf(await later)).toEqual(['c']);
  });
});
