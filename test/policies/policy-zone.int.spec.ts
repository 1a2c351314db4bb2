import { describe, expect, it } from '@jest/globals';
import { loadPolicyPacks, loadVocabulary } from '#libs/policy-packs';
import { policyCases } from './policy-cases.ts';
import { compiled, verdictOf } from './run-case.ts';

const vocabulary = loadVocabulary();

describe('a published pack whose zone no database has', () => {
  it.each(loadPolicyPacks(vocabulary).map((pack) => [pack.controllerId, pack] as const))(
    'judges the records of %s as it would in UTC',
    (controllerId, pack) => {
      const [misspelt, utc] = ['Asia/Shenzen', 'UTC'].map((zone) => compiled({ ...pack, zone }, vocabulary));
      const cases = policyCases[controllerId] ?? [];
      expect(cases.length).toBeGreaterThan(0);
      for (const one of cases) {
        expect(verdictOf(one, misspelt!, vocabulary)).toEqual(verdictOf(one, utc!, vocabulary));
      }
    },
  );
});
