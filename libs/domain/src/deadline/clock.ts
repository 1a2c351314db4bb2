import type { Audience, BreachMoment, NoticeDuty } from './breach-regime.ts';
import type { Deadline } from './deadline.ts';
import type { Right } from './rights-regime.ts';

export const CLOCK_KINDS = [
  'deletion',
  'retention',
  'consentExpiry',
  'agreementExpiry',
  'revocation',
  'rightsAcknowledgement',
  'rightsResponse',
  'breachNotice',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** What a clock is about: ids of the ledger and slugs of the company, nothing personal. */
export interface Concern {
  readonly subjectId?: string;
  readonly consentRef?: string;
  readonly recipient?: string;
  readonly agreement?: string;
  readonly requestId?: string;
  readonly right?: Right;
  readonly breachId?: string;
  readonly regime?: string;
  readonly duty?: string;
  readonly audience?: Audience;
  readonly phase?: NoticeDuty['phase'];
  /** For a revocation: what the recipient already has must go, too. */
  readonly pastData?: boolean;
  /** Categories that still have to go. Left out: all that is held. */
  readonly categories?: readonly string[];
  readonly datasets?: readonly string[];
}

/** Something that keeps data from being deleted for now. */
export interface Hold {
  readonly ref: string;
  readonly until?: string;
}

/** One deadline that an event started, as it stands. Every change is a new value with the same id. */
export interface Clock {
  readonly id: string;
  readonly kind: ClockKind;
  readonly controllerId: string;
  /** Who set the time: the company's policy, the law, or the record itself (a consent that was given for a year). */
  readonly origin: 'policy' | 'law' | 'record';
  /** The policy says nothing about it, so that the law alone decides. */
  readonly policySilent?: boolean;
  /** Id of the event that started it. */
  readonly startedBy: string;
  readonly concern: Concern;
  readonly deadline: Deadline;
  /** The time has not begun: what it waits for. */
  readonly awaits?: BreachMoment | 'verification';
  /** For a notice: whether it is owed turns on these, which nobody declared. It runs meanwhile. */
  readonly undeclared?: readonly string[];
  readonly holds?: readonly Hold[];
  /** Last instant in time as things stand: the rule's, or later where data must be kept. None: none can be told. */
  readonly due?: string;
  readonly settled?: Settlement;
}

export interface Settlement {
  readonly by: string;
  readonly at: string;
  /** `done`: what was due was done. `lapsed`: it is not due any more. */
  readonly how: 'done' | 'lapsed';
}

export type ClockChange =
  /** A time begins, or will when what it awaits comes. */
  | { readonly change: 'starts'; readonly clock: Clock }
  /** Due at another time, or about less than before. */
  | { readonly change: 'moves'; readonly clock: Clock }
  | { readonly change: 'settles'; readonly clock: Clock };

export const isOpen = (clock: Clock): boolean => clock.settled === undefined;

export const moves = (clock: Clock): ClockChange => ({ change: 'moves', clock });

export function settles(clock: Clock, settled: Settlement): ClockChange {
  return { change: 'settles', clock: { ...clock, settled } };
}

/** A clock whose time runs from its deadline's start. */
export function clockFrom(clock: Omit<Clock, 'due'>): Clock {
  const { due } = clock.deadline;
  return { ...clock, ...(due === undefined || clock.awaits !== undefined ? {} : { due }) };
}

/** A clock whose time has not begun: its start is only when that was recorded, and nothing is due. */
export function withoutDue({ due: _due, ...clock }: Clock): Clock {
  return clock;
}
