import type { EventDefinition } from '../event-definition.ts';
import {
  AutomatedDecisionExplained,
  RightsRequestAnswered,
  RightsRequestExtended,
  RightsRequestIdentityChecked,
  RightsRequestReceived,
} from './request.ts';

export * from './request.ts';

/** Reported by services that handle requests in systems of their own. */
export const rightsRequestDefinitions: readonly EventDefinition[] = [
  RightsRequestReceived,
  RightsRequestIdentityChecked,
  RightsRequestExtended,
  RightsRequestAnswered,
  AutomatedDecisionExplained,
];
