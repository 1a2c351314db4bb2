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
import type { ClockKind } from './clock.ts';

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

/** What telling a service can fail of. */
export const TASK_FAILURES = ['refused', 'unreachable', 'timedOut', 'addressNotAllowed', 'secretErased'] as const;

const task = {
  deadlineId: describe('The deadline that the task is about.', uuid),
  passedBy: describe('The event that says that it passed: the task came of it.', uuid),
  endpointId: describe('The endpoint of the service.', uuid),
};

const delivery = {
  ...task,
  attempts: describe('How often it was tried by the process that told it in the end.', count),
};

export const TaskDelivered = defineEvent({
  type: 'TaskDelivered',
  schemaVersion: 1,
  family: 'deadline',
  streams: ['delivery'],
  description: 'A service was told that data has to be deleted or anonymized, and took the message.',
  source: 'PIPL Art. 47; GDPR Art. 5(1)(e), 5(2); A8 RET-LIMIT, DEL-DEADLINE',
  fields: delivery,
});

/** About nobody in particular: that a service does not answer is no matter of the person whose data has to go. */
export const TaskAttemptFailed = defineEvent({
  type: 'TaskAttemptFailed',
  schemaVersion: 1,
  family: 'deadline',
  streams: ['delivery'],
  description:
    'A service was tried to be told that data has to be deleted or anonymized, and did not take the message.',
  source: 'PIPL Art. 47; GDPR Art. 5(2), 32(1)(b); A8 RET-LIMIT, DEL-DEADLINE',
  fields: {
    ...task,
    failure: describe('What it failed of.', oneOf('refused', 'unreachable', 'timedOut', 'addressNotAllowed')),
    status: optional(describe('Status of the answer (RFC 9110 §15), where one came.', count)),
  },
});

export const TaskAbandoned = defineEvent({
  type: 'TaskAbandoned',
  schemaVersion: 1,
  family: 'deadline',
  streams: ['delivery'],
  description: 'A service could not be told that data has to be deleted or anonymized, and is not tried any more.',
  source: 'PIPL Art. 47; GDPR Art. 5(1)(e), 5(2); A8 RET-LIMIT, DEL-DEADLINE',
  fields: {
    ...delivery,
    failure: describe('What the last attempt failed of.', oneOf(...TASK_FAILURES)),
  },
});

/** Kinds of deadlines that are tasks for a service once they have passed: data must go. */
export const TASK_KINDS = ['retention', 'deletion'] as const satisfies readonly ClockKind[];

/** What the ledger itself says of time that is over, and of telling services. */
export const deadlineDefinitions: readonly EventDefinition[] = [
  DeadlinePassed,
  TaskDelivered,
  TaskAttemptFailed,
  TaskAbandoned,
];
