import type { RuleContext } from './rule-kind.ts';
import type { Activity } from './state/activity-state.ts';

/**
 * Activities of the register that count at an instant (milliseconds since 1970): from the first day on which it is done so, in the zone of
 * the company, whenever it was declared; where none is named, from the declaration.
 */
export function activitiesAt({ controller, dayOf }: RuleContext, at: number): readonly Activity[] {
  return controller.activities.filter((activity) =>
    activity.validFrom === undefined ? activity.at <= at : activity.validFrom <= dayOf(at),
  );
}
