import type { EventDefinition } from '../event-definition.ts';
import { RecipientAgreementConcluded, RecipientAgreementEnded } from './agreement.ts';
import { RecipientDeletionAnswered, RecipientDeletionNotified } from './deletion.ts';
import { RecipientServiceEnded, RecipientUseReported } from './use.ts';

export * from './agreement.ts';
export * from './deletion.ts';
export * from './use.ts';

export const recipientDefinitions: readonly EventDefinition[] = [
  RecipientAgreementConcluded,
  RecipientAgreementEnded,
  RecipientServiceEnded,
  RecipientUseReported,
  RecipientDeletionNotified,
  RecipientDeletionAnswered,
];
