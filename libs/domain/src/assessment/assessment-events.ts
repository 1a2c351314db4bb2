import {
  count,
  defineEvent,
  describe,
  document,
  eventType,
  instant,
  list,
  oneOf,
  optional,
  reference,
  ruleName,
  uuid,
} from '../event-definition.ts';
import type { EventDefinition } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const source = 'PIPL Art. 51, 54; GDPR Art. 5(2), 24(1)';
const findingId = describe('The finding: one for each record and rule.', uuid);
const number = describe('How many events of this finding came before.', count);
/** Beyond these the gravest were named; nobody reads more. */
const ROWS_COUNT_MAX = 50;
const EVIDENCE_COUNT_MAX = 100;

/** What a finding says, now. */
const content = {
  policyVersion: optional(describe('Policy version it was judged by. Left out: none was in force.', reference)),
  row: optional(describe('Row of the policy that asserts the rule.', ruleName)),
  lawRule: optional(describe('Provision of the law that asserts the rule.', ruleName)),
  alsoRules: optional(describe('Other rows and provisions that were not kept.', list(ruleName, ROWS_COUNT_MAX))),
  evidence: optional(describe('Recorded events the answer rests on.', list(uuid, EVIDENCE_COUNT_MAX))),
  missing: optional(describe('What was missing: a code and what its sentence needs to know.', document)),
};
/** Why it was looked at. `position` makes it possible to go on after a crash without saying anything twice. */
const cause = {
  cause: describe('What made the ledger judge.', oneOf('record', 'evidence', 'reassessment')),
  because: optional(describe('The event that came late, or that asked to judge again.', uuid)),
  position: describe('Place in the log of the event that made the ledger judge.', count),
};

export const FindingRaised = defineEvent({
  type: 'FindingRaised',
  schemaVersion: 1,
  family: 'assessment',
  streams: ['assessment'],
  description:
    'A record was judged, and does not keep a rule of the policy or the law, or leaves open whether it does.',
  source,
  fields: {
    findingId,
    recordId: describe('The record that was judged.', uuid),
    recordType: describe('Its type.', eventType),
    happenedAt: describe('When what it tells of happened.', instant),
    rule: describe('The rule.', ruleName),
    outcome: describe('Whether the rule was broken, or nobody can tell.', oneOf('violates', 'gap')),
    ...content,
    ...cause,
  },
});

export const FindingRevised = defineEvent({
  type: 'FindingRevised',
  schemaVersion: 1,
  family: 'assessment',
  streams: ['assessment'],
  description: 'The record of a finding was judged again, and the answer is another one.',
  source,
  fields: {
    findingId,
    number,
    outcome: describe('The answer now.', oneOf('conforms', 'violates', 'gap')),
    ...content,
    ...cause,
  },
});

export const FindingExplained = defineEvent({
  type: 'FindingExplained',
  schemaVersion: 1,
  family: 'assessment',
  streams: ['assessment'],
  description: 'Somebody explained how a finding came about.',
  source,
  fields: { findingId, number, explanation: standard.statement('How it came about, in words.') },
});

export const FindingResolved = defineEvent({
  type: 'FindingResolved',
  schemaVersion: 1,
  family: 'assessment',
  streams: ['assessment'],
  description: 'What a finding is about was put right.',
  source,
  fields: { findingId, number, resolution: standard.statement('What was done, in words.') },
});

export const FindingAccepted = defineEvent({
  type: 'FindingAccepted',
  schemaVersion: 1,
  family: 'assessment',
  streams: ['assessment'],
  description: 'Somebody answers for leaving a finding as it is.',
  source,
  fields: { findingId, number, reason: standard.statement('Why, in words.') },
});

export const ReassessmentRequested = defineEvent({
  type: 'ReassessmentRequested',
  schemaVersion: 1,
  family: 'assessment',
  streams: ['assessment'],
  description: 'Somebody asked to judge the records of a company again.',
  source,
  fields: {
    from: optional(describe('Of what happened from then on.', instant)),
    to: optional(describe('Of what happened before.', instant)),
  },
});

export const assessmentDefinitions: readonly EventDefinition[] = [
  FindingRaised,
  FindingRevised,
  FindingExplained,
  FindingResolved,
  FindingAccepted,
  ReassessmentRequested,
];
