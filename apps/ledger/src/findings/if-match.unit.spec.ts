import { describe, expect, it } from '@jest/globals';
import { revisionsIn } from './if-match.ts';

const codeOf = (ifMatch: string | undefined): unknown => {
  try {
    return revisionsIn(ifMatch);
  } catch (error) {
    return Reflect.get(error as object, 'code');
  }
};

describe('If-Match', () => {
  it.each([
    ['*', 'any'],
    ['"3"', [3]],
    [' "3" , "4"', [3, 4]],
    ['W/"3"', []],
    ['"another"', []],
    ['"3,4"', []],
  ])('%s names %j', (ifMatch, revisions) => {
    expect(revisionsIn(ifMatch)).toEqual(revisions);
  });

  it.each([undefined, '', 'abc', '3', '"3', '"3" "4"', '*, "3"', '"3",'])('%s is refused', (ifMatch) => {
    expect(codeOf(ifMatch)).toBe(ifMatch === undefined ? 'preconditionRequired' : 'invalidHeader');
  });
});
