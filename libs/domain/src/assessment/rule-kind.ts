import type { Counting } from '../deadline/deadline.ts';
import type { CalendarDate } from '../deadline/working-calendar.ts';
import type { EventDefinition, Fields, FieldValues } from '../event-definition.ts';
import type { PolicyPack } from '../policy-pack/policy-pack.ts';
import type { Topic } from '../policy-pack/topic.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { ConsentException } from './consent-exception.ts';
import type { Fact } from './fact.ts';
import type { Missing } from './missing.ts';
import type { RuleId } from './rule-id.ts';
import type { ControllerState } from './state/controller-state.ts';
import type { SubjectState } from './state/subject-state.ts';
import type { Basis, Outcome } from './verdict.ts';

/**
 * One question the ledger can put to a fact. Code knows the question, packs know the answer: the parameters come from the rows of a
 * policy or the provisions of a law. Kinds are pure: no clock, no I/O, nothing but fact, context and parameters.
 */
export interface RuleKind<P extends Fields = Fields> {
  /** Name packs call it by: mostly the rule it carries out. */
  readonly id: string;
  /** Rules it can find broken or kept. */
  readonly finds: readonly RuleId[];
  readonly topic: Topic;
  /** Types of facts it looks at. */
  readonly judges: readonly EventDefinition[];
  /** What it asks, for the generated documentation. */
  readonly description: string;
  readonly source: string;
  readonly parameters: P;
  /** Work out once what judging needs: all rows of this kind in one pack, or all provisions in force in one law. */
  readonly compile: (rules: readonly BoundRule<P>[], setting: Setting) => Check;
}

/** The parameters of one row or provision, with what to cite. */
export interface BoundRule<P extends Fields = Fields> {
  readonly basis: Basis;
  readonly parameters: FieldValues<P>;
}

/** What a kind may look at while it compiles; periods are counted in the zone of the policy, or for laws of the company. */
export interface Setting extends Counting {
  readonly vocabulary: Vocabulary;
  /** The exceptions to consent that the same pack lists, by their slug. */
  readonly exceptions: ReadonlyMap<string, ConsentException>;
}

/** What a pack is compiled with, beside what it says itself. */
export type World = Pick<Setting, 'vocabulary' | 'time' | 'calendars'>;

/** `undefined`: the rule has nothing to say about this fact. */
export type Check = (fact: Fact, context: RuleContext) => RuleResult | readonly RuleResult[] | undefined;

/** What is known beside the fact itself. */
export interface Context {
  /** Of the person the fact is about; empty if it is about none. */
  readonly subject: SubjectState;
  readonly controller: ControllerState;
}

/** The same for the rules, with the vocabulary that says which category is part of which. */
export interface RuleContext extends Context {
  readonly vocabulary: Vocabulary;
  /** The day an instant (milliseconds since 1970) falls on where the company is. */
  readonly dayOf: (at: number) => CalendarDate;
  /** The version in force: its text is what a notice told that names it. */
  readonly policy?: Pick<PolicyPack, 'policyVersion' | 'tells'> | undefined;
}

export interface RuleResult {
  readonly rule: RuleId;
  readonly outcome: Outcome;
  /** What to cite, the most telling first. Never empty. */
  readonly bases: readonly [Basis, ...Basis[]];
  readonly evidence: readonly string[];
  readonly missing?: Missing;
  /** The policy lets this be without consent: if the law does not, that is a conflict. */
  readonly lenient?: boolean;
}

/** For the compiler: the parameters are typed from their own definition. */
export function defineRuleKind<const P extends Fields>(kind: RuleKind<P>): RuleKind {
  // Packs hand parameters over as data that `readRule` checked against `parameters`.
  return kind as unknown as RuleKind;
}

/** A kind whose rows are asked one by one, each for itself. */
export function eachRule<const P extends Fields>(
  ask: (fact: Fact, context: RuleContext, rule: BoundRule<P>) => RuleResult | undefined,
): (rules: readonly BoundRule<P>[]) => Check {
  return (rules) => {
    const [only] = rules;
    if (rules.length === 1 && only !== undefined) return (fact, context) => ask(fact, context, only);
    return (fact, context) => rules.flatMap((rule) => ask(fact, context, rule) ?? []);
  };
}
