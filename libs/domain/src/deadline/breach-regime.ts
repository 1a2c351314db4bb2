import type { Condition } from './condition.ts';
import type { Confidence, LawRow } from './law.ts';
import type { Period } from './period.ts';

export const BREACH_MOMENTS = [
  'occurrence',
  /** Whoever answers for the data knows, with a reasonable degree of certainty, that personal data was compromised. */
  'aware',
  /** Something was found, before anybody knows what it means. */
  'discovery',
  /** Somebody decided that it must be notified. */
  'assessedNotifiable',
  'regulatorNotified',
  'individualsNotified',
  /** The incident is dealt with. */
  'handled',
] as const;
/** Moments in the course of a breach that clocks start at. */
export type BreachMoment = (typeof BREACH_MOMENTS)[number];

export const AUDIENCES = ['regulator', 'individuals', 'controller', 'others'] as const;
/** Whom a notice is for: an authority, the people concerned, the controller of a processor, or somebody else. */
export type Audience = (typeof AUDIENCES)[number];

/** A condition under which a notice need not be given after all. */
export interface Waiver {
  readonly article: string;
  readonly wording: string;
  readonly when: Condition;
}

/** One notice a law asks for. */
export interface NoticeDuty {
  /** Unique in its regime: `regulator`, `individuals`, `final`. */
  readonly name: string;
  readonly audience: Audience;
  readonly phase: 'initial' | 'supplement' | 'final';
  readonly article?: string;
  /** The text's own measure, in English. */
  readonly wording: string;
  readonly clockStart: BreachMoment;
  readonly deadline: Period;
  /** Other measures for some. Where nobody declared whether one of them is meant, the shorter time counts. */
  readonly alternatives?: readonly { readonly when: Condition; readonly deadline: Period; readonly wording: string }[];
  /** Left out: every breach the regime is about. */
  readonly when?: Condition;
  readonly waivers?: readonly Waiver[];
  readonly recipient?: string;
  readonly channel?: string;
  /** Items the notice must have, beside what, when, measures and contact. */
  readonly contents?: readonly string[];
  /** Where it is lower than the regime's. */
  readonly confidence?: Confidence;
}

/** What one law asks of whoever had a breach. */
export interface BreachRegime extends LawRow {
  /** What it is about, in words. */
  readonly trigger: string;
  readonly duties: readonly NoticeDuty[];
  readonly record?: { readonly what: string; readonly keep?: Period; readonly confidence?: Confidence };
}
