import { describe, expect, it } from '@jest/globals';
import { EventStoreError } from '../event-store.ts';
import { clientErrorOf, isHopeless, isTimeoutOfServer } from './client-error.ts';
import { checkpointPlace, placeOf } from './places.ts';
import { TimeIsUp } from './within.ts';

const failure = (facts: object): Error => Object.assign(new Error('a failure of the client'), facts);

describe('what a failure of the client means', () => {
  it.each([
    ['a wrong version', { type: 'wrong-expected-version', actualVersion: 7n }, 'wrongExpectedRevision'],
    ['a deleted stream', { type: 'stream-deleted', code: 9 }, 'streamDeleted'],
    ['too large an append', { type: 'maximum-append-size-exceeded' }, 'appendTooLarge'],
    ['refused credentials', { type: 'access-denied' }, 'unavailable'],
    ['refused credentials by code', { type: 'unknown', code: 16 }, 'unavailable'],
    ['a node that is starting', { type: 'unknown', message: 'Could not recognize Server Is Not Ready' }, 'unavailable'],
    ['a node that is busy', { type: 'unknown', message: 'Could not recognize Server Is Busy' }, 'unavailable'],
    ['a lost connection', { type: 'unavailable', code: 14 }, 'outcomeUnknown'],
    ['a lost connection without a type', { code: 14 }, 'outcomeUnknown'],
    ['a cancelled call', { type: 'cancelled', code: 1 }, 'outcomeUnknown'],
    ['a timeout of the server', { type: 'deadline-exceeded' }, 'outcomeUnknown'],
    ['another leader, told to all appends in flight', { type: 'not-leader', code: 5 }, 'outcomeUnknown'],
    ['anything else', {}, 'outcomeUnknown'],
  ])('for an append: %s', (_, facts, code) => {
    expect(clientErrorOf(failure(facts), 'append')).toMatchObject({ name: 'EventStoreError', code });
  });

  it.each([{ type: 'unavailable', code: 14 }, { code: 14 }, { type: 'unknown', code: 2 }, {}])(
    'for a call that changes nothing: %j is unavailable',
    (facts) => {
      expect(clientErrorOf(failure(facts), 'call').code).toBe('unavailable');
    },
  );

  it('our own limit leaves an append unknown, and a call unanswered', () => {
    expect(clientErrorOf(new TimeIsUp('late'), 'append').code).toBe('outcomeUnknown');
    expect(clientErrorOf(new TimeIsUp('late'), 'call').code).toBe('unavailable');
  });

  it('tells the limit of the server from that of the client', () => {
    const limits = [
      { type: 'deadline-exceeded' },
      { type: 'timeout', code: 10 },
      { type: 'deadline-exceeded', code: 4 },
    ];
    expect(limits.map((facts) => isTimeoutOfServer(failure(facts)))).toEqual([true, true, false]);
  });

  it('passes its own errors on, and tells the actual revision', () => {
    const own = new EventStoreError('closed', 'closed');
    expect(clientErrorOf(own, 'append')).toBe(own);
    const actualRevision = (actualVersion: unknown) =>
      clientErrorOf(failure({ type: 'wrong-expected-version', actualVersion }), 'append').actualRevision;
    expect([actualRevision(0n), actualRevision('no_stream')]).toEqual([0, 'noStream']);
  });

  it('retries all but what stays as it is', () => {
    expect([{ code: 14 }, { code: 5, type: 'not-leader' }, {}].map((facts) => isHopeless(failure(facts)))).toEqual([
      false,
      false,
      false,
    ]);
    expect([{ code: 3 }, { code: 7 }, { type: 'access-denied' }].map((facts) => isHopeless(failure(facts)))).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('positions', () => {
  it('are safe numbers or none', () => {
    expect(placeOf(9_007_199_254_740_991n)).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => placeOf(9_007_199_254_740_992n)).toThrow('beyond 2^53');
    expect(() => placeOf(2n ** 64n - 1n)).toThrow('beyond 2^53');
  });

  it('of checkpoints count only where an event stands', () => {
    expect(checkpointPlace({ commit: 12n, prepare: 12n })).toBe(12);
    expect(checkpointPlace({ commit: 12n, prepare: 0n })).toBeUndefined();
    expect(checkpointPlace({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n })).toBeUndefined();
  });
});
