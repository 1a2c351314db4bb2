import type { Fact } from '../assessment/fact.ts';
import type { ClearFieldValues, EventDefinition, Fields } from '../event-definition.ts';
import type { StoredFields } from '../stored-event.ts';
import type { Clock, ClockChange, Hold } from './clock.ts';
import type { BreachKnowledge } from './condition.ts';
import type { Counting, DeadlineRule } from './deadline.ts';
import type { DeletionCause, ResponseStart, Right, TimedLaw } from './rights-regime.ts';

/** A recorded event as clocks need it: the clear part of what is stored. */
export interface RecordedFact {
  readonly id: string;
  readonly type: string;
  readonly controllerId: string;
  readonly subjectId?: string;
  readonly occurredAt: string;
  readonly fields: StoredFields;
}

/** Of an event, what every clock says of the event behind it. */
export type Cause = Omit<RecordedFact, 'type' | 'fields'>;

/** How long data is kept, and which. What is left out does not narrow it. */
export interface RetentionRule extends DeadlineRule {
  /** Slug that records name it by. One without categories counts only where it is named. */
  readonly rule?: string;
  readonly functions?: readonly string[];
  readonly categories?: readonly string[];
  /** What is gone with the session has no end that anybody could name. */
  readonly unlessSession?: boolean;
}

/** What the policy version in force gives time for. What is left out, the policy says nothing about. */
export interface PolicyTimes {
  readonly deletion?: readonly (DeadlineRule & { readonly because: readonly DeletionCause[] })[];
  readonly retention?: readonly RetentionRule[];
  readonly response?: readonly (DeadlineRule & {
    readonly rights: 'all' | readonly Right[];
    readonly clockStart: ResponseStart;
  })[];
  readonly breach?: readonly (DeadlineRule & { readonly audience: 'regulator' | 'individuals' })[];
  readonly revocation?: readonly (DeadlineRule & { readonly includesPastData: boolean })[];
}

/** What the ledger knows whatever happens: the law, the calendars, what words mean. */
export interface ClockWorld extends Omit<Counting, 'zone'> {
  readonly law: TimedLaw;
  /** Whether data of the first category is data of the second, too. */
  readonly isWithin: (category: string, wider: string) => boolean;
  /** What the categories of a breach mean under a law, as far as they say it. */
  readonly meaningOf: (categories: readonly string[], jurisdiction: string) => BreachKnowledge['circumstances'];
}

/** What is known beside the event. */
export interface ClockContext extends Pick<ClockWorld, 'law' | 'isWithin' | 'meaningOf'> {
  readonly counting: Counting;
  readonly policy: PolicyTimes;
  /** Whose law applies: the company's and the record's. */
  readonly jurisdictions: readonly string[];
  /** What is declared of the company itself: whether it is a processor, critical infrastructure, a small agent. */
  readonly company?: BreachKnowledge['circumstances'];
  /** Clocks that the event may concern, settled ones as well: those of its subject, recipient, request or breach. */
  readonly clocks: readonly Clock[];
  /** What was recorded of the recipient that the event is about: agreements and their ends. Left out: not looked at. */
  readonly relations?: readonly Fact[];
  /** Categories held of the subject before the event. Left out: not known. */
  readonly held?: readonly string[];
  /** Legal holds on the subject's or everybody's data that are placed and not released. */
  readonly holds?: readonly (Hold & { readonly categories?: readonly string[] })[];
}

type Typed<F extends Fields> = Omit<RecordedFact, 'fields'> & { readonly fields: ClearFieldValues<F> };

export type ClockRule = (fact: RecordedFact, context: ClockContext) => readonly ClockChange[];

/** What an event of one type does to clocks. Its fields have the definition's shape, for the codec read them. */
export function on<const F extends Fields>(
  definition: EventDefinition<F>,
  rule: (fact: Typed<F>, context: ClockContext) => readonly ClockChange[],
): readonly [string, ClockRule] {
  return [definition.type, (fact, context) => rule(fact as unknown as Typed<F>, context)];
}

export function dayOf(instant: string, { counting }: ClockContext): string {
  return counting.time.dateOf(instant, counting.zone);
}
