import { defineEvent, describe, optional } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const fields = {
  permission: describe('Which permission of the device.', standard.permission),
  function: optional(standard.serviceFunction),
};

export const PermissionEnabled = defineEvent({
  type: 'PermissionEnabled',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The subject let the app read something on the device.',
  source: 'KAAD-C2; KAAY-C2, C3; A8 COL-PERMISSION',
  fields,
});

export const PermissionDisabled = defineEvent({
  type: 'PermissionDisabled',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The subject took a permission of the device back.',
  source: 'KAAD-C2; KAAY-C2, C3; A8 COL-PERMISSION; GDPR Art. 7(3)',
  fields,
});
