import { TOPICS_OF_FACT } from '../policy-pack/topic.ts';
import type { Topic } from '../policy-pack/topic.ts';
import type { CompiledLaw, CompiledPolicy } from './compile.ts';
import type { Fact } from './fact.ts';
import type { Missing } from './missing.ts';
import type { Context, RuleContext, RuleResult } from './rule-kind.ts';
import { inScope } from './scope.ts';
import type { Basis, Conflict, Finding, Silence, Verdict } from './verdict.ts';
import { byGravity, isGraver, strictest } from './verdict.ts';

/** By what a fact is judged. */
export interface Measure {
  /** The version in force when it happened. Left out: none was. */
  readonly policy?: CompiledPolicy | undefined;
  /** The laws that apply, as `lawsOver` chooses them. Only those in force when it happened are asked. */
  readonly laws: readonly CompiledLaw[];
  /** The company has never published a policy: what the law has a rule on, it decides alone. */
  readonly unpublished?: boolean;
}

/** A result with the topic of the rule that gave it. */
interface Told {
  readonly topic: Topic;
  readonly result: RuleResult;
}

/**
 * Judge a fact by the policy and the law together: the strictest finding is the verdict. What the policy does not speak
 * about is left to the law; what a pack leaves out without saying so is a gap.
 */
export function judge(fact: Fact, context: Context, { policy, laws, unpublished = false }: Measure): Verdict {
  const scope = policy === undefined ? undefined : inScope(fact, policy);
  const asking: Asking = { subject: context.subject, controller: context.controller, policy: policy?.pack };
  const byPolicy: Told[] = [];
  if (policy !== undefined && scope?.fact !== undefined) ask(policy, scope.fact, asking, byPolicy);
  const byLaw: Told[] = [];
  for (const law of laws) if (law.from <= fact.at && fact.at < law.to) ask(law, fact, asking, byLaw);
  const lawAlone = unpublished && policy === undefined && byLaw.length > 0;
  const silence = lawAlone ? leftToLaw(fact) : silencesWithin(scope?.fact, policy);
  const findings = [...byPolicy, ...byLaw].map(({ result }) => findingOf(result));
  findings.push(...silence.gaps);
  if (policy === undefined && !lawAlone) findings.push(...withoutPolicy(fact, { unpublished, laws }));
  findings.sort(byGravity);
  return {
    outcome: strictest(findings),
    ...(policy === undefined ? {} : { policyVersion: policy.pack.policyVersion }),
    ...(lawAlone ? { lawAlone } : {}),
    findings,
    conflicts: conflictsBetween(byPolicy, byLaw),
    silentOn: silence.silentOn,
    ...(scope?.out === undefined ? {} : { outOfScope: scope.out }),
  };
}

type Asking = Context & Pick<RuleContext, 'policy'>;

/** Most provisions have nothing to say about most facts: that must cost nothing. */
function ask(
  { checks, vocabulary, dayOf }: Pick<CompiledLaw, 'checks' | 'vocabulary' | 'dayOf'>,
  fact: Fact,
  { subject, controller, policy }: Asking,
  told: Told[],
): void {
  const asked = checks.get(fact.type);
  if (asked === undefined) return;
  const context = { subject, controller, vocabulary, dayOf, policy };
  for (const { topic, check } of asked) {
    const answer = check(fact, context);
    if (answer === undefined) continue;
    if ('outcome' in answer) told.push({ topic, result: answer });
    else for (const result of answer) told.push({ topic, result });
  }
}

function findingOf({ rule, outcome, bases: [basis, ...others], evidence, missing }: RuleResult): Finding {
  return { rule, outcome, basis: citing(basis, others), evidence, ...(missing === undefined ? {} : { missing }) };
}

function citing(basis: Basis, others: readonly Basis[]): Basis {
  const alsoRows = others.flatMap((other) => (other.kind === 'policy' ? [other.row] : []));
  return basis.kind !== 'policy' || alsoRows.length === 0 ? basis : { ...basis, alsoRows };
}

interface Silences {
  readonly silentOn: readonly Silence[];
  readonly gaps: readonly Finding[];
}

const NO_SILENCE: Silences = { silentOn: [], gaps: [] };

/** Where there is no policy, all that one would have to speak about is the law's. */
const leftToLaw = ({ type }: Fact): Silences => ({
  silentOn: (TOPICS_OF_FACT[type] ?? []).map((topic) => ({ topic })),
  gaps: [],
});

const silencesWithin = (fact: Fact | undefined, policy: CompiledPolicy | undefined): Silences =>
  policy === undefined || fact === undefined ? NO_SILENCE : silencesOf(fact, policy);

/** What the policy says nothing about: by its own word the law decides; without it, nobody knows. */
function silencesOf(fact: Fact, policy: CompiledPolicy): Silences {
  const open = (TOPICS_OF_FACT[fact.type] ?? []).filter((topic) => !policy.ruled.has(topic));
  if (open.length === 0) return NO_SILENCE;
  const silentOn: Silence[] = [];
  const gaps: Finding[] = [];
  for (const topic of open) {
    if (policy.silent.has(topic)) {
      const row = policy.silent.get(topic);
      silentOn.push(row === undefined ? { topic } : { topic, row });
    } else gaps.push(unruled({ code: 'policySaysNeither', params: { topic } }));
  }
  return { silentOn, gaps };
}

/**
 * A company's act that no version of a policy covers. Facts that no policy speaks about need none; but where the company has no policy at all,
 * and no law spoke, nothing was judged, and that is no permission.
 */
function withoutPolicy(
  { type, controllerId, jurisdictions = [] }: Fact,
  { unpublished, laws }: Required<Pick<Measure, 'unpublished' | 'laws'>>,
): readonly Finding[] {
  if (controllerId === undefined || (!unpublished && TOPICS_OF_FACT[type] === undefined)) return [];
  if (!unpublished) return [unruled({ code: 'policyUnknown', params: { controllerId } })];
  // Whoever named jurisdictions and is told to name some is none the wiser.
  const lawless = laws.length === 0 && jurisdictions.length > 0 ? { jurisdictions } : {};
  return [unruled({ code: 'policyUnpublished', params: { controllerId, ...lawless } })];
}

function unruled(missing: Missing): Finding {
  return { rule: 'POL-SILENCE', outcome: 'gap', basis: { kind: 'none' }, evidence: [], missing };
}

/** Where the policy lets something be without consent and the law asks for more on the same topic. */
function conflictsBetween(byPolicy: readonly Told[], byLaw: readonly Told[]): readonly Conflict[] {
  const lenient = byPolicy.filter(({ result }) => result.lenient === true);
  if (lenient.length === 0) return NO_CONFLICTS;
  return lenient.flatMap(({ topic, result: { bases } }) => {
    const stricter = byLaw.filter((law) => law.topic === topic && isGraver(law.result.outcome, 'conforms'));
    const [basis] = bases;
    return stricter.flatMap(({ result }) => {
      const [law] = result.bases;
      return basis.kind === 'policy' && law.kind === 'law'
        ? [{ topic, policyRow: basis.row, lawRule: law.lawRule }]
        : [];
    });
  });
}

const NO_CONFLICTS: readonly Conflict[] = [];
