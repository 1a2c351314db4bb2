import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { RequestLimit } from '../operations/metrics.ts';
import type { ProblemError } from '../problems/index.ts';
import { LookupWatch, type LookupWatchSettings, type Sighting } from './lookup-watch.ts';
import { pacedLines } from './paced-lines.ts';
import { RequestLimits } from './request-limits.ts';

function clock() {
  let milliseconds = 5_000;
  return { now: () => milliseconds, advance: (by: number) => (milliseconds += by) };
}

function counted() {
  const limited: RequestLimit[] = [];
  const alarms: string[] = [];
  return {
    limited,
    alarms,
    countLimited: (limit: RequestLimit) => limited.push(limit),
    countMassLookup: () => alarms.push('raised'),
  };
}

/** Status of the refusal and its `Retry-After`. */
function refusal(what: () => unknown): readonly [string, string | undefined] | 'admitted' {
  try {
    what();
    return 'admitted';
  } catch (error) {
    const { code, headers } = error as ProblemError;
    return [code, headers['retry-after']];
  }
}

describe('RequestLimits', () => {
  const given = (requestsPerSecondMax: number, recordsPerMinuteMax: number) => {
    const time = clock();
    const metrics = counted();
    return {
      time,
      metrics,
      limits: new RequestLimits({ requestsPerSecondMax, recordsPerMinuteMax }, metrics, time.now),
    };
  };

  it('lets a burst through, then so many a second, each credential for itself', () => {
    const { limits, time, metrics } = given(2, 0);
    const request = (id = 'a') => refusal(() => limits.admitRequest(id));
    expect([request(), request(), request(), request('b')]).toEqual([
      'admitted',
      'admitted',
      ['tooManyRequests', '1'],
      'admitted',
    ]);
    time.advance(499);
    expect(request()).toEqual(['tooManyRequests', '1']);
    time.advance(1);
    expect([request(), request()]).toEqual(['admitted', ['tooManyRequests', '1']]);
    time.advance(3_600_000);
    expect([request(), request(), request()]).toEqual(['admitted', 'admitted', ['tooManyRequests', '1']]);
    expect(metrics.limited).toEqual(['requests', 'requests', 'requests', 'requests']);
  });

  it('takes a batch whole or not at all, and one larger than the minute on credit', () => {
    const { limits, time } = given(0, 600);
    const batch = (count: number) => refusal(() => limits.admitRecords('a', count));
    expect([batch(500), batch(500)]).toEqual(['admitted', ['tooManyRequests', '40']]);
    time.advance(40_000);
    expect([batch(500), batch(1)]).toEqual(['admitted', ['tooManyRequests', '1']]);
    time.advance(60_000);
    expect([batch(1_200), batch(1)]).toEqual(['admitted', ['tooManyRequests', '61']]);
  });

  it('limits nothing where it is set to 0', () => {
    const { limits } = given(0, 0);
    const admitted = Array.from({ length: 1_000 }, () => refusal(() => limits.admitRequest('a')));
    expect([new Set(admitted), refusal(() => limits.admitRecords('a', 1e6)), limits.chargeRecords('a', 1e6)]).toEqual([
      new Set(['admitted']),
      'admitted',
      0,
    ]);
  });

  it('counts the lines of a stream and changes nothing in it', async () => {
    let charged = 0;
    const chunks = ['{"a":1}\n{"b', '":2}\n\n', 'end'].map((text) => Buffer.from(text));
    const paced = pacedLines(Readable.from(chunks, { objectMode: false }), (lines) => {
      charged += lines;
      return 1;
    });
    expect([Buffer.concat(await paced.toArray()).toString(), charged]).toEqual(['{"a":1}\n{"b":2}\n\nend', 3]);
  });

  it('passes on that a stream was cut', async () => {
    const cut = new Readable({ read: () => undefined });
    const paced = pacedLines(cut, () => 0);
    cut.destroy(new Error('cut'));
    await expect(paced.toArray()).rejects.toThrow('cut');
  });
});

describe('LookupWatch', () => {
  const given = (change: Partial<LookupWatchSettings> = {}) => {
    const time = clock();
    const metrics = counted();
    const settings = { lookupWindowS: 60, lookupAlarmSubjects: 3, lookupSubjectsMax: 0, ...change };
    const watch = new LookupWatch(settings, metrics, time.now);
    const look = (subjectId: string, credential = 'a', controllerId = 'kaadas') =>
      watch.note(credential, [{ controllerId, subjectId }]);
    return { watch, time, metrics, look };
  };
  const missed = (value: string): Sighting => ({ controllerId: 'kaadas', missed: { scheme: 'email', value } });

  it('raises an alarm once per credential and window, at the subject that makes it full', () => {
    const { look, time } = given();
    const alarms = ['s1', 's2', 's1', 's2', 's3', 's4', 's5'].map((subject) => look(subject)?.lookups);
    const raised = [{ controllerId: 'kaadas', subjectCount: 3, missCount: 0 }];
    expect(alarms).toEqual([undefined, undefined, undefined, undefined, raised, undefined, undefined]);
    expect(['s1', 's2', 's3'].map((subject) => look(subject, 'b')?.lookups)).toEqual([undefined, undefined, raised]);
    time.advance(60_000);
    expect(['s1', 's2', 's3'].map((subject) => look(subject)?.lookups)).toEqual([undefined, undefined, raised]);
  });

  it('tells each controller its own, and counts guesses that found nobody', () => {
    const { watch, look } = given({ lookupAlarmSubjects: 4 });
    look('s1');
    look('s2', 'a', 'clex');
    watch.note('a', [missed('a@example.com'), missed('a@example.com')]);
    expect(watch.note('a', [missed('b@example.com')])).toMatchObject({
      windowSeconds: 60,
      lookups: [
        { controllerId: 'kaadas', subjectCount: 1, missCount: 2 },
        { controllerId: 'clex', subjectCount: 1, missCount: 0 },
      ],
    });
  });

  it('raises it again when it could not be recorded, and counts it when it was', () => {
    const { look, metrics } = given();
    const [, , first] = ['s1', 's2', 's3'].map((subject) => look(subject));
    first?.lost();
    const second = look('s4');
    second?.raised();
    expect([second?.lookups[0]?.subjectCount, look('s5'), metrics.alarms]).toEqual([3, undefined, ['raised']]);
  });

  it('refuses one subject too many until the window ends, and lets those already seen be seen', () => {
    const { look, time, metrics } = given({ lookupAlarmSubjects: 0, lookupSubjectsMax: 2 });
    look('s1');
    look('s2');
    time.advance(10_500);
    expect([refusal(() => look('s3')), refusal(() => look('s1')), refusal(() => look('s3', 'b'))]).toEqual([
      ['tooManyRequests', '50'],
      'admitted',
      'admitted',
    ]);
    time.advance(49_500);
    expect([refusal(() => look('s3')), metrics.limited]).toEqual(['admitted', ['subjects']]);
  });
});
