import { agreementRules } from './agreement-clocks.ts';
import { breachRules } from './breach-clocks.ts';
import type { Clock, ClockChange } from './clock.ts';
import { isOpen } from './clock.ts';
import type { ClockContext, ClockRule, RecordedFact } from './clock-context.ts';
import { compareInstants } from './deadline.ts';
import { deletionRules } from './deletion-clocks.ts';
import { rightsRules } from './rights-clocks.ts';

const RULES: ReadonlyMap<string, ClockRule> = new Map([
  ...deletionRules,
  ...agreementRules,
  ...rightsRules,
  ...breachRules,
]);

/** Event types that start, move or settle a deadline. */
export const CLOCK_EVENT_TYPES: ReadonlySet<string> = new Set(RULES.keys());

/**
 * The deadlines that one recorded event starts, moves or settles. A clock's id follows from the event, the case and the
 * rule, so that whoever rebuilds from the log finds the same clocks.
 */
export function clocksOf(event: RecordedFact, context: ClockContext): readonly ClockChange[] {
  return RULES.get(event.type)?.(event, context) ?? [];
}

/** The clocks after changes, by id. */
export function applyChanges(
  clocks: ReadonlyMap<string, Clock>,
  changes: readonly ClockChange[],
): ReadonlyMap<string, Clock> {
  return changes.length === 0
    ? clocks
    : new Map([...clocks, ...changes.map(({ clock }) => [clock.id, clock] as const)]);
}

/** Of several times for one thing, those that decide. */
export interface Strictest {
  /** The earliest end that can be named: policy or law, whichever comes first. */
  readonly earliest?: Clock;
  /** Measures without a number, such as "immediately", that ask for it as soon as can be. */
  readonly uncounted: readonly Clock[];
  /** Whether no policy said anything, so that only the law speaks. */
  readonly policySilent: boolean;
}

/** What the strictest of open clocks about one thing ask for. */
export function strictestOf(clocks: readonly Clock[]): Strictest {
  const open = clocks.filter(isOpen);
  const ends = open.flatMap((clock) => (clock.due === undefined ? [] : [{ clock, due: clock.due }]));
  const earliest = ends.toSorted((one, other) => compareInstants(one.due, other.due))[0]?.clock;
  return {
    ...(earliest === undefined ? {} : { earliest }),
    uncounted: open.filter(
      ({ due, awaits, holds }) => due === undefined && awaits === undefined && holds === undefined,
    ),
    policySilent: open.length > 0 && open.every(({ origin }) => origin === 'law'),
  };
}
