import { explain, recordTypes, typesMending } from '#libs/domain';
import type { Basis, Finding, FindingState, LawRule, Missing, PolicyPack, Vocabulary } from '#libs/domain';
import type { ExplainedBasis, ExplainedFinding } from './explained-finding.dto.ts';

/** Whether the act it is about is only asked about, so that its record can still say more, or stands in the log as it is. */
type Act = 'planned' | 'recorded';

/** Where the record of the act itself could declare what was missing, and others could mend it as well. */
const DECLARED_BY: { readonly [C in Missing['code']]?: string } = {
  reidentificationNotDeclared: 'reidentificationExcluded',
};

/** A finding for a reader who has nothing but the API: what was missing, where it is written, and what would mend it. */
export function explainedFinding(finding: Finding, vocabulary: Vocabulary, act: Act): ExplainedFinding {
  const { rule, outcome, basis, evidence, missing } = finding;
  // A row has as many rules as it has clauses: what is told is which rows say it besides.
  const also = new Set(basis.kind === 'policy' ? basis.alsoRows : []);
  if (basis.kind === 'policy') also.delete(basis.row);
  return {
    rule,
    outcome,
    sentence: explain(finding, vocabulary).sentence,
    ...(outcome === 'conforms' ? {} : remedyFor(missing, act)),
    ...(basis.kind === 'none' ? {} : { basis: explainedBasis(basis) }),
    ...(also.size === 0 ? {} : { alsoRules: [...also] }),
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

/** Asked beforehand by a company that nothing binds yet as far as anybody said. */
const ASKING =
  'Name in jurisdictions where the law applies that is to judge, or publish a policy. Records are judged from the first published policy on.';

/** The law that was named is none the ledger judges by. */
const ASKING_ELSEWHERE =
  'Publish a policy. Of the law of what was named the ledger has at most deadlines, and no rules to judge by.';

/** What could make it conform: records that would have to tell of the time before the act, or nothing but acting otherwise. */
function remedyFor(missing: Missing | undefined, act: Act): Pick<ExplainedFinding, 'remedy' | 'mendedBy'> {
  if (missing?.code === 'policyUnknown') return { remedy: PUBLISHING };
  if (missing?.code === 'policyUnpublished') {
    return { remedy: missing.params.jurisdictions === undefined ? ASKING : ASKING_ELSEWHERE };
  }
  const mending = missing === undefined ? [] : typesMending(missing.code);
  const mendedBy = [...recordTypes.keys()].filter((type) => mending.includes(type));
  if (mendedBy.length === 0) return { remedy: `No later record can mend it: ${OTHERWISE[act]}` };
  const field = missing === undefined ? undefined : DECLARED_BY[missing.code];
  const declaring = field === undefined ? '' : ` ${DECLARING[act](field)}`;
  return {
    remedy: `It would conform if a record of type ${mendedBy.join(' or ')} told of it from before the act.${declaring}`,
    mendedBy,
  };
}

const OTHERWISE: { readonly [A in Act]: string } = {
  planned: 'act otherwise, or declare in the record itself what was missing.',
  recorded: 'act otherwise the next time, or declare in the record of the next act what was missing.',
};

const DECLARING: { readonly [A in Act]: (field: string) => string } = {
  planned: (field) => `Or declare it in the record itself, in ${field}.`,
  recorded: (field) => `In the record of the next act, declare it in ${field}.`,
};
