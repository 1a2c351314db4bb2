import type { LawRule } from '../policy-pack/jurisdiction-pack.ts';
import type { Clause } from '../policy-pack/policy-pack.ts';
import type { Topic } from '../policy-pack/topic.ts';
import type { Missing } from './missing.ts';
import type { RuleId } from './rule-id.ts';

/**
 * `violates`: the rule was broken. `gap`: something was not declared, and the answer turns on it. `conforms`: the rule
 * was looked at and kept. The strictest of all findings is the verdict.
 */
export type Outcome = 'conforms' | 'violates' | 'gap';

/** What a record, or a question before the act, comes to. Plain JSON. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Policy version it was judged by. Left out: none was in force. */
  readonly policyVersion?: string;
  /** The company has never published a policy: the law alone spoke. Left out otherwise. */
  readonly lawAlone?: true;
  /** One for each rule that had something to say, the gravest first. */
  readonly findings: readonly Finding[];
  /** Where the policy lets something be that the law does not. */
  readonly conflicts: readonly Conflict[];
  /** Topics the fact turns on and the policy leaves to the law. */
  readonly silentOn: readonly Silence[];
  /** Categories the policy says it does not speak about: for them the law alone decides. */
  readonly outOfScope?: { readonly row: string; readonly categories: readonly string[] };
}

export interface Finding {
  readonly rule: RuleId;
  readonly outcome: Outcome;
  /** What asserts the rule: a row of the policy or a provision of the law. */
  readonly basis: Basis;
  /** Ids of the recorded events the answer rests on. */
  readonly evidence: readonly string[];
  /** What would make it conform. Left out if it conforms. */
  readonly missing?: Missing;
}

export type Basis = PolicyBasis | LawBasis | NoBasis;

export interface PolicyBasis {
  readonly kind: 'policy';
  readonly row: string;
  readonly policyVersion: string;
  /** BCP 47, of the quotes. */
  readonly language: string;
  readonly clauses: readonly Clause[];
  /** Other rows that say the same, or that were looked at as well. */
  readonly alsoRows?: readonly string[];
}

export interface LawBasis extends Pick<LawRule, 'jurisdiction' | 'instrument' | 'article' | 'says' | 'quote'> {
  readonly kind: 'law';
  /** `CN-PIPL-23`. */
  readonly lawRule: string;
}

/** Nothing that could be cited: no version was in force, or the pack leaves the topic out. */
export interface NoBasis {
  readonly kind: 'none';
}

/** A policy that lets something be which a law forbids or asks more for. The stricter counts. */
export interface Conflict {
  readonly topic: Topic;
  readonly policyRow: string;
  readonly lawRule: string;
}

export interface Silence {
  readonly topic: Topic;
  /** Row that says so, if it has one. */
  readonly row?: string;
}

const GRAVITY: { readonly [O in Outcome]: number } = { violates: 2, gap: 1, conforms: 0 };

export const isGraver = (a: Outcome, b: Outcome): boolean => GRAVITY[a] > GRAVITY[b];

/** The strictest of them; `conforms` if there are none. */
export function strictest(findings: readonly Pick<Finding, 'outcome'>[]): Outcome {
  let worst: Outcome = 'conforms';
  for (const { outcome } of findings) if (isGraver(outcome, worst)) worst = outcome;
  return worst;
}

/** The gravest first, otherwise in the order they were found. */
export const byGravity = (a: Finding, b: Finding): number => GRAVITY[b.outcome] - GRAVITY[a.outcome];
