import { describe, expect, it } from '@jest/globals';
import { folded } from './folded.ts';

describe('a text that is folded', () => {
  it('breaks between words', () => {
    expect(folded('No consent was in force then.', 12)).toEqual(['No consent', 'was in force', 'then.']);
  });

  it('breaks between ideographs, each of which takes two columns', () => {
    expect(folded('应当取得个人的单独同意。', 10)).toEqual(['应当取得个', '人的单独同', '意。']);
  });

  it('leaves a word whole that is longer than a line', () => {
    expect(folded('a rättsskyddsförsäkring b', 8)).toEqual(['a', 'rättsskyddsförsäkring', 'b']);
  });

  it('has no line for nothing', () => {
    expect(folded('', 8)).toEqual([]);
  });
});
