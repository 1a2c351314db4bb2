import { describe, expect, it } from '@jest/globals';
import { judge, readPolicyPack, ruleKinds } from '#libs/domain';
import type { PolicyPack, RuleData } from '#libs/domain';
import { loadPolicyPacks, loadVocabulary } from '#libs/policy-packs';
import { collectingKinds, minorsKinds } from './kinds/collecting.cases.ts';
import { leavingKinds } from './kinds/leaving.cases.ts';
import { keepingAndRightsKinds } from './kinds/rights.cases.ts';
import { sharingKinds } from './kinds/sharing.cases.ts';
import { usingKinds } from './kinds/using.cases.ts';
import { compiled, contextAfter, factsOf } from './run-case.ts';

const vocabulary = loadVocabulary();
const [clex] = loadPolicyPacks(vocabulary);

function packOf(rules: readonly RuleData[]): PolicyPack {
  const clauses = [{ heading: 'Heading', line: 1, quote: 'Words' }];
  const silentOn = [
    'collection',
    'purposes',
    'sharing',
    'publicDisclosure',
    'crossBorder',
    'minors',
    'rightsResponse',
    'breach',
  ] as const;
  const ruled = new Set(ruleKinds.filter(({ id }) => rules.some(({ kind }) => kind === id)).map(({ topic }) => topic));
  const written: PolicyPack = {
    ...clex!,
    rows: [{ id: 'TEST-1', says: 'A rule.', clauses, rules }],
    silentOn: silentOn.filter((topic) => !ruled.has(topic)),
  };
  const { pack, faults } = readPolicyPack(written, vocabulary);
  expect(faults).toEqual([]);
  return pack;
}

describe('rule kinds', () => {
  const cases = [
    ...collectingKinds,
    ...minorsKinds,
    ...usingKinds,
    ...sharingKinds,
    ...leavingKinds,
    ...keepingAndRightsKinds,
  ];

  it.each(cases.map((one) => [`${one.then[0]}: ${one.title}`, one] as const))(
    '%s',
    (_title, { rules, given = [], when, then }) => {
      const facts = factsOf({ given, when }, 'clex', vocabulary);
      const policy = compiled(packOf(rules), vocabulary);
      const verdict = judge(facts.at(-1)!, contextAfter(facts.slice(0, -1)), { policy, laws: [] });
      const found = verdict.findings.find(({ rule }) => rule === then[0]);
      expect([found?.rule, found?.outcome, found?.missing?.code]).toEqual([then[0], then[1], then[2]]);
    },
  );
});
