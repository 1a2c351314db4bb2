import { count, defineEvent, describe, duration, eventType, instant, list, oneOf } from '../event-definition.ts';
import { optional, recipient, reference, uuid } from '../event-definition.ts';
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

export const SubjectStateRead = defineEvent({
  type: 'SubjectStateRead',
  schemaVersion: 1,
  family: 'access',
  streams: ['access'],
  description: "Somebody read what is held of the subject, or where the subject's consents stand.",
  source,
  fields: {
    role: standard.role,
    view: describe('What was read.', oneOf('holdings', 'consents')),
    itemCount: standard.itemCount,
    asOf: optional(describe('The world as it was then.', instant)),
    knownAt: optional(describe('What the ledger knew then.', instant)),
  },
});

export const SubjectChecked = defineEvent({
  type: 'SubjectChecked',
  schemaVersion: 1,
  family: 'access',
  streams: ['access'],
  description: 'Somebody who reports nothing asked what something done with the data of the subject would come to.',
  source,
  fields: {
    role: standard.role,
    recordType: describe('Type of the record that was asked about.', eventType),
    outcome: describe('The strictest answer that was given.', oneOf('conforms', 'violates', 'gap')),
  },
});

export const HeldSubjectsSearched = defineEvent({
  type: 'HeldSubjectsSearched',
  schemaVersion: 1,
  family: 'access',
  streams: ['dataController'],
  description: 'Somebody was told whose data a controller, or a recipient it gave data to, held in a time.',
  source,
  fields: {
    role: standard.role,
    format: optional(describe('Format of the file, where it was taken out as one: then of everybody found.', format)),
    recipients: optional(
      describe('Held by one of these recipients. Left out: by the controller.', list(recipient, 50)),
    ),
    categories: optional(
      describe('Categories, narrower ones among them, one of which was held. Left out: any.', standard.categories),
    ),
    datasets: optional(describe('Data sets it lay in.', list(reference, 50))),
    heldFrom: describe('First instant of the time.', instant),
    heldTo: describe('Last instant of the time.', instant),
    knownAt: optional(describe('What the ledger knew then.', instant)),
    positionLast: describe('Place in the log up to which what was known counts.', count),
    itemCount: optional(describe('Number of subjects told of.', count)),
    subjectFirst: optional(describe('Lowest of their ids, in whose order they are told.', uuid)),
    subjectLast: optional(describe('Highest of their ids.', uuid)),
  },
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
  SubjectStateRead,
  SubjectChecked,
  HeldSubjectsSearched,
  DeadlinesRead,
  MassLookupDetected,
];
