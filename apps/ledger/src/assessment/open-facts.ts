import { ACTS, noteVerdict } from '#libs/domain';
import type { Fact, Finding, FindingState, JudgedState } from '#libs/domain';

const ACT_TYPES: ReadonlySet<string> = new Set(ACTS.map(({ type }) => type));

/** The state with what was judged: acts, and whatever else some rule had something to say about. */
export function noteJudged<S extends JudgedState>(state: S, fact: Fact, findings: readonly Finding[]): S {
  return ACT_TYPES.has(fact.type) || findings.length > 0 ? noteVerdict(state, fact, findings) : state;
}

/** The same from the findings on record, where the verdict itself is not at hand any more. */
export function noteRecorded<S extends JudgedState>(state: S, fact: Fact, found: readonly FindingState[]): S {
  const findings = found
    .filter(({ outcome }) => outcome !== 'conforms')
    .map(({ rule, outcome, said }): Finding => ({
      rule,
      outcome,
      basis: { kind: 'none' },
      evidence: [],
      ...(said.missing === undefined ? {} : { missing: said.missing }),
    }));
  return noteJudged(state, fact, findings);
}

export const openCodesOf = ({ open }: JudgedState): readonly string[] => [
  ...new Set(open.flatMap(({ missing }) => missing)),
];
