import type { EventDefinition } from '../event-definition.ts';
import { ConsentExpired, ConsentGiven, ConsentWithdrawn } from './consent.ts';
import { GuardianVerified, SubjectAgeAsserted } from './minors.ts';
import { NoticeGiven, PolicyAcceptanceDeemed } from './notice.ts';
import { PermissionDisabled, PermissionEnabled } from './permission.ts';

export * from './consent.ts';
export * from './minors.ts';
export * from './notice.ts';
export * from './permission.ts';

export const consentDefinitions: readonly EventDefinition[] = [
  NoticeGiven,
  PolicyAcceptanceDeemed,
  ConsentGiven,
  ConsentWithdrawn,
  ConsentExpired,
  PermissionEnabled,
  PermissionDisabled,
  GuardianVerified,
  SubjectAgeAsserted,
];
