import { describe, expect, it } from '@jest/globals';
import { EventStoreError } from '#libs/event-store';
import { describeError } from './error-description.ts';

const canary = 'alice@example.com';

describe('describeError', () => {
  it('tells our own errors with their message, and of foreign ones the class and code', () => {
    const foreign = Object.assign(new RangeError(`${canary}\n    at ${canary}`), { code: 'SQLITE_FULL' });
    const { stack, ...told } = describeError(
      new EventStoreError('unavailable', 'The disk is full.', { cause: foreign }),
    );
    expect(stack).toContain('error-description.unit.spec');
    expect(told).toEqual({
      type: 'EventStoreError',
      message: 'The disk is full.',
      code: 'unavailable',
      cause: { type: 'RangeError', message: '(withheld)', code: 'SQLITE_FULL', stack: expect.any(String) },
    });
    expect(JSON.stringify(told)).not.toContain('alice');
  });

  it.each([
    ['a text', canary],
    ['an error that names itself', Object.assign(new Error(canary), { name: canary, code: canary })],
    ['an error whose stack was replaced', Object.assign(new Error(''), { stack: canary })],
    [
      'an error in a circle',
      Object.assign(new Error(canary), {
        get cause() {
          return this;
        },
      }),
    ],
  ])('keeps %s to itself', (_what, error) => {
    expect(JSON.stringify(describeError(error))).not.toContain('alice');
  });
});
