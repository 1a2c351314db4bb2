import {
  caseId,
  count,
  defineEvent,
  describe,
  instant,
  oneOf,
  optional,
  recipient,
  ruleName,
  uuid,
} from '../event-definition.ts';
import type { EventDefinition } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';
import { AUDIENCES } from './breach-regime.ts';
import { CLOCK_KINDS } from './clock.ts';

export const DeadlinePassed = defineEvent({
  type: 'DeadlinePassed',
  schemaVersion: 1,
  family: 'deadline',
  streams: ['deadline'],
  description: 'A time was over, and no record known to the ledger said that what was due had been done.',
  source:
    'GDPR Art. 5(1)(e), 5(2), 12(3), 33(1); PIPL Art. 19, 47, 50, 57; A8 RET-LIMIT, DEL-DEADLINE, RGT-DUE, BRC-DUE',
  fields: {
    deadlineId: describe('The deadline.', uuid),
    number: describe('How often it had passed before, and then been moved.', count),
    kind: describe('What was due.', oneOf(...CLOCK_KINDS)),
    rule: optional(describe('Row of the policy or of the law that gave the time. Left out: the record did.', ruleName)),
    due: describe('Last instant that was in time.', instant),
    provisional: optional(
      describe(
        'Why it may have been later in truth: not all holidays of that time are known.',
        oneOf('beyondCalendar', 'calendarUnknown'),
      ),
    ),
    startedBy: describe('The record that the time began with.', uuid),
    categories: optional(describe('Categories it was about.', standard.categories)),
    requestId: optional(describe('The request it was about.', caseId)),
    breachId: optional(describe('The breach it was about.', caseId)),
    audience: optional(describe('For a notice of a breach: who was to be told.', oneOf(...AUDIENCES))),
    recipient: optional(describe('The recipient it was about.', recipient)),
  },
});

/** What the ledger itself says of time that is over. */
export const deadlineDefinitions: readonly EventDefinition[] = [DeadlinePassed];
