import type { EventDefinition } from '../event-definition.ts';
import { BreachDetected, BreachNoticeGiven } from './breach.ts';
import { ImpactAssessmentRecorded } from './impact-assessment.ts';

export * from './breach.ts';
export * from './impact-assessment.ts';

export const breachDefinitions: readonly EventDefinition[] = [
  BreachDetected,
  BreachNoticeGiven,
  ImpactAssessmentRecorded,
];
