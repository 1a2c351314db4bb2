import { count, defineEvent, describe, oneOf, optional, sealedText, uuid } from '../event-definition.ts';
import type { EventDefinition } from '../event-definition.ts';
import { TEXT_LENGTH_MAX } from '../standard-fields.ts';

const reason = describe('Why, in words.', sealedText(TEXT_LENGTH_MAX));
const into = describe('Subject that stands for both.', uuid);
const other = describe('Subject that is read as part of it.', uuid);

export const IdentifiersLinked = defineEvent({
  type: 'IdentifiersLinked',
  schemaVersion: 1,
  family: 'identity',
  streams: ['dataSubject'],
  description: 'Identifiers were linked to the subject for the first time. Scheme and value of each are sealed.',
  source: 'GDPR Art. 4(1), 11; design: one person, several identifiers',
  seals: ['identifiers'],
  fields: { identifierCount: describe('How many were linked.', count) },
});

export const IdentityConflictDetected = defineEvent({
  type: 'IdentityConflictDetected',
  schemaVersion: 1,
  family: 'identity',
  streams: ['dataSubject'],
  description: 'A record named identifiers of two subjects. The first decided; nothing was merged.',
  source: 'GDPR Art. 5(1)(d); design: families share telephones',
  seals: ['identifiers'],
  fields: { otherSubjectId: describe('The other subject.', uuid) },
});

export const SubjectsMerged = defineEvent({
  type: 'SubjectsMerged',
  schemaVersion: 1,
  family: 'identity',
  streams: ['dataSubject'],
  description: 'A person decided that two subjects are one.',
  source: 'GDPR Art. 5(1)(d), 15; design: merged with a reason, never silently',
  fields: { into, other, reason },
});

export const SubjectsSeparated = defineEvent({
  type: 'SubjectsSeparated',
  schemaVersion: 1,
  family: 'identity',
  streams: ['dataSubject'],
  description: 'A merge was undone.',
  source: 'GDPR Art. 5(1)(d), 16',
  fields: { into, other, reason },
});

export const ActorIdentified = defineEvent({
  type: 'ActorIdentified',
  schemaVersion: 1,
  family: 'identity',
  streams: ['actor'],
  description: "Somebody acts here for the first time. Name and account are sealed under the actor's own key.",
  source: 'GDPR Art. 29, 32(4); design: people who act are persons too',
  seals: ['identifiers'],
  fields: {
    actorKind: describe('What acts.', oneOf('person', 'service', 'ledger')),
    name: optional(describe('Name to show.', sealedText(200))),
  },
});

export const identityDefinitions: readonly EventDefinition[] = [
  IdentifiersLinked,
  IdentityConflictDetected,
  SubjectsMerged,
  SubjectsSeparated,
  ActorIdentified,
];
