import type { Examples } from '../validation/index.ts';
import { CLOUD_EVENT, CLOUD_EVENTS, NDJSON } from './intake.ts';

const subject = { identifiers: [{ scheme: 'userId', value: 'u-1024' }] };

const shared = {
  source: '/crm',
  sourceId: 'order-1/handed-over',
  type: 'PersonalDataShared',
  controllerId: 'kamoer',
  occurredAt: '2026-11-20T10:00:00+08:00',
  subject,
  actor: { kind: 'person', identifiers: [{ scheme: 'staffId', value: 's-7' }] },
  data: {
    recipient: 'sf-express',
    recipientKind: 'logistics',
    ground: 'requestedService',
    purposes: ['dpv:ServiceProvision'],
    categories: ['pd:Name', 'pd:PhysicalAddress'],
    identifiability: 'identified',
  },
  details: { 'pd:PhysicalAddress': { street: 'Canal Street 1' } },
};

const cancelled = {
  source: '/crm',
  sourceId: 'account-1024/cancelled',
  type: 'AccountCancelled',
  controllerId: 'kamoer',
  occurredAt: '2026-11-21T09:30:00+08:00',
  subject,
  data: { requestedBy: 'subject' },
};

const cloudEvent = {
  specversion: '1.0',
  id: 'account-1024/cancelled/1',
  source: '/crm',
  type: 'org.personal-data-ledger.AccountCancelled.v1',
  time: cancelled.occurredAt,
  data: { controllerId: cancelled.controllerId, subject, data: cancelled.data },
};

/** Bodies that a ledger records which knows the controller `kamoer` and the recipient `sf-express`. */
export const RECORD_REPORT_EXAMPLES: Examples = {
  'application/json': { one: { value: shared }, batch: { value: [shared, cancelled] } },
  [NDJSON]: { stream: { value: `${JSON.stringify(shared)}\n${JSON.stringify(cancelled)}\n` } },
  [CLOUD_EVENT]: { one: { value: cloudEvent } },
  [CLOUD_EVENTS]: { batch: { value: [cloudEvent] } },
};
