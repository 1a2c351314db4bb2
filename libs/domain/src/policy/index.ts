import type { EventDefinition } from '../event-definition.ts';
import { PolicyChangeAnnounced, ServiceTerminated } from './announcement.ts';
import { PolicyVersionPublished } from './policy-version.ts';
import { ProcessingActivityDeclared, ProcessingActivityEnded } from './processing-activity.ts';

export * from './announcement.ts';
export * from './policy-version.ts';
export * from './processing-activity.ts';

export const policyDefinitions: readonly EventDefinition[] = [
  PolicyChangeAnnounced,
  ServiceTerminated,
  ProcessingActivityDeclared,
  ProcessingActivityEnded,
  PolicyVersionPublished,
];
