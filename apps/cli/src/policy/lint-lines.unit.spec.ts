import { describe, expect, it } from '@jest/globals';
import { lintLines, lintSummary } from './lint-lines.ts';

const place = { file: 'mine.yaml', line: 14, column: 5, pointer: '/rows/0' };

describe('what a lint prints', () => {
  it('begins with the place, as editors look for it, and steers no terminal', () => {
    const faults = [{ ...place, message: 'must be \u001b[2Jtext' }];
    expect(lintLines({ faults, remarks: [] })).toEqual(['mine.yaml:14:5 /rows/0 must be \ufffd[2Jtext']);
    expect(lintSummary({ faults, remarks: [] })).toBe('1 fault: it cannot be published.');
  });

  it('names the row a remark is about, if it is about one', () => {
    const remarks = [
      { ...place, code: 'note', row: 'MINE-1', message: 'The date is missing.' },
      { ...place, code: 'unruled', message: 'No row rules sharing.' },
      { ...place, code: 'contradiction', row: 'MINE-2', message: 'It says the opposite.', againstLine: 9 },
    ] as const;
    expect(lintLines({ faults: [], remarks })).toEqual([
      'mine.yaml:14:5 note MINE-1: The date is missing.',
      'mine.yaml:14:5 unruled: No row rules sharing.',
      'mine.yaml:14:5 contradiction MINE-2: It says the opposite. See line 9.',
    ]);
    expect(lintSummary({ faults: [], remarks })).toBe('No fault, 3 remarks.');
  });
});
