import { describe, expect, it } from '@jest/globals';
import { policyDefects, untoldRows } from './policy-defects.ts';

describe('what is wrong with the five policies themselves', () => {
  const told = policyDefects();

  it('is told by the lint, row by row', () => {
    expect(untoldRows(told)).toEqual([]);
    expect(untoldRows(told.slice(1))).toContain('CLEX-C6');
  });

  it('is told with the place in the file and in words', () => {
    const lines = told.flatMap(({ defects }) => defects.map(({ file, row, message }) => `${file} ${row}: ${message}`));
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/clex\.yaml CLEX-C6: .*left blank/),
        expect.stringMatching(/kaadas\.yaml KAAD-B1: .*brackets.*PIPL Art\. 57/),
        expect.stringMatching(/kaayee\.yaml KAAY-D9: .*stricter/),
        expect.stringMatching(/kamoer\.yaml KAMO-D6: Annex I is missing/),
        expect.stringMatching(/kaidexipu\.yaml KAID-M1: Stricter than the law/),
      ]),
    );
    expect(told.flatMap(({ defects }) => defects).every(({ line, column }) => line > 1 && column > 0)).toBe(true);
  });

  it('is mostly silence at Kaayee and Kaidexipu', () => {
    const silent = Object.fromEntries(told.map(({ file, silentTopicCount }) => [file, silentTopicCount]));
    expect(silent['policies/kaayee.yaml']).toBeGreaterThan(15);
    expect(silent['policies/kaidexipu.yaml']).toBeGreaterThan(15);
  });
});
