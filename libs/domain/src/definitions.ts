import { accessDefinitions } from './access/index.ts';
import { assessmentDefinitions } from './assessment/assessment-events.ts';
import { backupDefinitions } from './backup/index.ts';
import { breachDefinitions } from './breach/index.ts';
import { consentDefinitions } from './consent/index.ts';
import { deadlineDefinitions } from './deadline/deadline-events.ts';
import type { EventDefinition } from './event-definition.ts';
import { identityDefinitions } from './identity/index.ts';
import { policyDefinitions } from './policy/index.ts';
import { processingDefinitions } from './processing/index.ts';
import { recipientDefinitions } from './recipient/index.ts';
import { registryDefinitions } from './registry/index.ts';
import { restrictionDefinitions } from './restriction/index.ts';
import { rightsRequestDefinitions } from './rights-request/index.ts';
import { webhookDefinitions } from './webhook/index.ts';

/** Every event type of the ledger, by its stored name. */
export const definitions: ReadonlyMap<string, EventDefinition> = new Map(
  [
    ...processingDefinitions,
    ...consentDefinitions,
    ...restrictionDefinitions,
    ...backupDefinitions,
    ...recipientDefinitions,
    ...rightsRequestDefinitions,
    ...breachDefinitions,
    ...policyDefinitions,
    ...assessmentDefinitions,
    ...deadlineDefinitions,
    ...identityDefinitions,
    ...accessDefinitions,
    ...registryDefinitions,
    ...webhookDefinitions,
  ].map((definition) => [definition.type, definition]),
);

/** What services report: the types a record may have. */
export const recordTypes: ReadonlyMap<string, EventDefinition> = new Map(
  [...definitions].filter(([, definition]) => definition.family === 'processing'),
);
