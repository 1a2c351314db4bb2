import { noteVerdict } from '#libs/domain';
import type { Fact, Finding, FindingState, JudgedState } from '#libs/domain';

/** The state after a verdict, from the findings on record where the verdict itself is not at hand any more. */
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
  return noteVerdict(state, fact, findings);
}

export const openCodesOf = ({ open }: JudgedState): readonly string[] => [
  ...new Set(open.flatMap(({ missing }) => missing)),
];
