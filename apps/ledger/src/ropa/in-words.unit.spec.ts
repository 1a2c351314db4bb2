import { describe, expect, it } from '@jest/globals';
import { durationInWords, inWords } from './in-words.ts';

describe('names and durations on the page', () => {
  it('are words', () => {
    expect(inWords('encryptionInTransit')).toBe('encryption in transit');
    expect(inWords('training')).toBe('training');
  });

  it.each([
    ['P3Y', '3 years'],
    ['P1Y6M', '1 year, 6 months'],
    ['P15D', '15 days'],
    ['P2W', '2 weeks'],
    ['PT72H', 'PT72H'],
  ])('%s is %s', (duration, words) => {
    expect(durationInWords(duration)).toBe(words);
  });
});
