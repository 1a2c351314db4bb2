import { describe, expect, it } from '@jest/globals';
import { loadPolicyPacks, loadVocabulary, misquotedClauses, policyTextOf, sha256Of } from '#libs/policy-packs';
import { policyCases } from './policy-cases.ts';
import { compiled, verdictOf } from './run-case.ts';

const vocabulary = loadVocabulary();
const packs = loadPolicyPacks(vocabulary);

describe.each(packs.map((pack) => ({ controllerId: pack.controllerId, pack })))(
  'the policy of $controllerId',
  ({ pack }) => {
    const policy = compiled(pack, vocabulary);
    const cases = policyCases[pack.controllerId] ?? [];

    it('quotes each clause from the line it stands on', () => {
      const text = policyTextOf(pack);
      expect(sha256Of(text)).toBe(pack.text.sha256);
      expect(misquotedClauses(pack, text)).toEqual([]);
    });

    it.each(cases.map((policyCase) => [policyCase.title, policyCase] as const))('%s', (_title, policyCase) => {
      const verdict = verdictOf(policyCase, policy, vocabulary);
      const [gravest] = verdict.findings;
      const basis = gravest?.basis.kind === 'policy' ? gravest.basis : undefined;
      expect({
        outcome: verdict.outcome,
        ...(gravest === undefined ? {} : { rule: gravest.rule }),
        ...(basis === undefined ? {} : { row: basis.row, line: basis.clauses[0]?.line }),
        ...(gravest?.missing === undefined ? {} : { missing: gravest.missing.code }),
      }).toEqual(policyCase.then);
    });
  },
);
