import { count, defineEvent, describe, duration, oneOf } from '../event-definition.ts';
import type { EventDefinition } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const source = 'GDPR Art. 5(2), 15, 30; PIPL Art. 51, 54; NDSR Art. 12';
const range = {
  itemCount: standard.itemCount,
  positionFirst: standard.positionFirst,
  positionLast: standard.positionLast,
};
/** An export is recorded before its first byte: how many events it will hold is not known then, only how far it reaches. */
const reach = { positionFirst: standard.positionFirst, positionLast: standard.positionLast };
const format = describe('Format of the file.', oneOf('ndjson', 'csv'));
const reason = standard.statement('Why, in words.');

export const SubjectLookedUp = defineEvent({
  type: 'SubjectLookedUp',
  schemaVersion: 1,
  family: 'access',
  streams: ['access'],
  description: 'Somebody looked the subject up by an identifier. The identifier is not part of it.',
  source,
  fields: { role: standard.role, identifierCount: describe('How many identifiers were tried.', count) },
});

export const HistoryRead = defineEvent({
  type: 'HistoryRead',
  schemaVersion: 1,
  family: 'access',
  streams: ['access'],
  description: "Somebody read a page of the subject's history.",
  source,
  fields: { role: standard.role, filters: standard.filters, ...range, revealed: standard.revealed },
});

export const IdentifiersRevealed = defineEvent({
  type: 'IdentifiersRevealed',
  schemaVersion: 1,
  family: 'access',
  streams: ['access'],
  description: "Somebody saw the subject's identifiers or other sealed parts.",
  source,
  fields: { role: standard.role, itemCount: describe('Number of compartments opened.', count), reason },
});

export const HistoryExported = defineEvent({
  type: 'HistoryExported',
  schemaVersion: 1,
  family: 'access',
  streams: ['access'],
  description: "Somebody took the subject's history out as a file.",
  source,
  fields: { role: standard.role, format, filters: standard.filters, ...reach, revealed: standard.revealed, reason },
});

export const RecordsSearched = defineEvent({
  type: 'RecordsSearched',
  schemaVersion: 1,
  family: 'access',
  streams: ['dataController'],
  description: "Somebody read a page of a controller's records.",
  source,
  fields: { role: standard.role, filters: standard.filters, ...range },
});

export const RecordsExported = defineEvent({
  type: 'RecordsExported',
  schemaVersion: 1,
  family: 'access',
  streams: ['dataController'],
  description: "Somebody took a controller's records out as a file.",
  source,
  fields: { role: standard.role, format, filters: standard.filters, ...reach },
});

export const FindingsRead = defineEvent({
  type: 'FindingsRead',
  schemaVersion: 1,
  family: 'access',
  streams: ['access', 'dataController'],
  description: 'Somebody read what was found of records: of one person, or of a company.',
  source,
  fields: { role: standard.role, itemCount: standard.itemCount },
});

export const DeadlinesRead = defineEvent({
  type: 'DeadlinesRead',
  schemaVersion: 1,
  family: 'access',
  streams: ['access', 'dataController'],
  description: 'Somebody read what is due, and until when: for one person, or for a company.',
  source,
  fields: { role: standard.role, itemCount: standard.itemCount },
});

export const MassLookupDetected = defineEvent({
  type: 'MassLookupDetected',
  schemaVersion: 1,
  family: 'access',
  streams: ['dataController'],
  description: 'One credential looked at so many different subjects in a short time that somebody should ask why.',
  source: 'OWASP API Security Top 10 2023 API6; GDPR Art. 32(1), 33(1); PIPL Art. 51',
  fields: {
    credentialKind: describe(
      'How whoever it was proved who they are.',
      oneOf('apiKey', 'oidc', 'bootstrapAdmin', 'devIdentity'),
    ),
    subjectCount: describe('Different subjects of this controller that were looked at.', count),
    missCount: describe('Different identifiers that were looked up and belong to nobody here.', count),
    window: describe('Time within which it happened.', duration),
  },
});

export const accessDefinitions: readonly EventDefinition[] = [
  SubjectLookedUp,
  HistoryRead,
  IdentifiersRevealed,
  HistoryExported,
  RecordsSearched,
  RecordsExported,
  FindingsRead,
  DeadlinesRead,
  MassLookupDetected,
];
