import { ImpactAssessmentRecorded } from '../../breach/impact-assessment.ts';
import type { ClearFieldValues } from '../../event-definition.ts';
import { ProcessingActivityDeclared } from '../../policy/processing-activity.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

type AssessmentFields = ClearFieldValues<(typeof ImpactAssessmentRecorded)['fields']>;

/** What an activity of the register needs. */
export interface Activity extends Dated {
  readonly activity: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly function?: string;
  readonly legalBases?: readonly string[];
  /** First day on which it is done so, YYYY-MM-DD. */
  readonly validFrom?: string;
}

export interface ImpactAssessment
  extends
    Dated,
    Pick<AssessmentFields, 'assessment' | 'occasions' | 'function' | 'recipient' | 'purposes' | 'categories'> {}

export interface ActivityState {
  readonly activities: readonly Activity[];
  readonly impactAssessments: readonly ImpactAssessment[];
}

export const noActivities: ActivityState = { activities: [], impactAssessments: [] };

const ACTIVITY_COUNT_MAX = 1000;

export function evolveActivities<S extends ActivityState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, ProcessingActivityDeclared)) {
    const { activity, purposes, categories, function: of, legalBases, validFrom } = fact.fields;
    const item: Activity = {
      ...{ id, at, activity, purposes, categories },
      ...(of === undefined ? {} : { function: of }),
      ...(legalBases === undefined ? {} : { legalBases }),
      ...(validFrom === undefined ? {} : { validFrom }),
    };
    return { ...state, activities: withDated(state.activities, item, ACTIVITY_COUNT_MAX) };
  }
  if (!isFact(fact, ImpactAssessmentRecorded)) return state;
  const { assessment, occasions, function: of, recipient, purposes, categories, carriedOutAt } = fact.fields;
  const item: ImpactAssessment = {
    ...{ id, at: Date.parse(carriedOutAt), assessment, occasions },
    ...(of === undefined ? {} : { function: of }),
    ...(recipient === undefined ? {} : { recipient }),
    ...(purposes === undefined ? {} : { purposes }),
    ...(categories === undefined ? {} : { categories }),
  };
  return { ...state, impactAssessments: withDated(state.impactAssessments, item, ACTIVITY_COUNT_MAX) };
}
