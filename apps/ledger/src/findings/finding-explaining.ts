import { explain, recordTypes, typesMending } from '#libs/domain';
import type { Basis, Finding, FindingState, LawRule, Missing, PolicyPack, Vocabulary } from '#libs/domain';
import type { ExplainedBasis, ExplainedFinding } from './explained-finding.dto.ts';

/** A finding for a reader who has nothing but the API: what was missing, where it is written, and what would mend it. */
export function explainedFinding(finding: Finding, vocabulary: Vocabulary): ExplainedFinding {
  const { rule, outcome, basis, evidence, missing } = finding;
  const also = basis.kind === 'policy' ? (basis.alsoRows ?? []) : [];
  return {
    rule,
    outcome,
    sentence: explain(finding, vocabulary).sentence,
    ...(outcome === 'conforms' ? {} : remedyFor(missing)),
    ...(basis.kind === 'none' ? {} : { basis: explainedBasis(basis) }),
    ...(also.length === 0 ? {} : { alsoRules: [...also] }),
    evidence: [...evidence],
    ...(missing === undefined ? {} : { missing: { code: missing.code, params: { ...missing.params } } }),
  };
}

/** What is on record, with the words of policy and law put back in. */
export function recordedFinding(
  { rule, outcome, said }: Pick<FindingState, 'rule' | 'outcome' | 'said'>,
  packs: { readonly policy: PolicyPack | undefined; readonly law: LawRule | undefined },
): Finding {
  const { evidence = [], missing } = said;
  return { rule, outcome, basis: basisOf(said, packs), evidence, ...(missing === undefined ? {} : { missing }) };
}

function basisOf(
  { row, lawRule, alsoRules = [] }: FindingState['said'],
  { policy, law }: { readonly policy: PolicyPack | undefined; readonly law: LawRule | undefined },
): Basis {
  const found = policy?.rows.find(({ id }) => id === row);
  if (policy !== undefined && found !== undefined) {
    const { policyVersion, language } = policy;
    return { kind: 'policy', row: found.id, policyVersion, language, clauses: found.clauses, alsoRows: alsoRules };
  }
  if (law === undefined || lawRule === undefined) return { kind: 'none' };
  const { jurisdiction, instrument, article, says, quote } = law;
  return { kind: 'law', lawRule, jurisdiction, instrument, article, says, ...(quote === undefined ? {} : { quote }) };
}

function explainedBasis(basis: Exclude<Basis, { readonly kind: 'none' }>): ExplainedBasis {
  if (basis.kind === 'law') {
    const { lawRule, jurisdiction, instrument, article, says, quote } = basis;
    return { kind: 'law', lawRule, jurisdiction, instrument, article, says, ...(quote === undefined ? {} : { quote }) };
  }
  const { row, policyVersion, language, clauses } = basis;
  return { kind: 'policy', row, policyVersion, language, clauses: [...clauses] };
}

/** Only a first version may take effect in the past: no other one can be published for what happened before it. */
const PUBLISHING =
  'Publish a policy, if there is none yet: until then records are not judged. What happened before the first version takes effect no later one judges.';

/** What could make it conform: records that would have to tell of the time before the act, or nothing but acting otherwise. */
function remedyFor(missing: Missing | undefined): Pick<ExplainedFinding, 'remedy' | 'mendedBy'> {
  if (missing?.code === 'policyUnknown') return { remedy: PUBLISHING };
  const mending = missing === undefined ? [] : typesMending(missing.code);
  const mendedBy = [...recordTypes.keys()].filter((type) => mending.includes(type));
  if (mendedBy.length === 0) {
    return { remedy: 'No later record can mend it: act otherwise, or declare in the record itself what was missing.' };
  }
  const types = mendedBy.join(' or ');
  return { remedy: `It would conform if a record of type ${types} told of it from before the act.`, mendedBy };
}
