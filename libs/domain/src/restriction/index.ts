import type { EventDefinition } from '../event-definition.ts';
import { AccountCancelled, ProcessingRestricted, RecipientAccessRevoked, RestrictionLifted } from './restriction.ts';
import { LegalHoldPlaced, LegalHoldReleased } from './legal-hold.ts';

export * from './legal-hold.ts';
export * from './restriction.ts';

export const restrictionDefinitions: readonly EventDefinition[] = [
  AccountCancelled,
  ProcessingRestricted,
  RestrictionLifted,
  LegalHoldPlaced,
  LegalHoldReleased,
  RecipientAccessRevoked,
];
