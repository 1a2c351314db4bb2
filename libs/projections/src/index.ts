/**
 * Read models: SQL tables that follow the log, and the questions they answer. They hold only what the log holds in
 * clear, and can be thrown away and rebuilt at any time. This library must never hold, open or ask for a key.
 */
export { AssessmentStates, openAssessmentStates } from './assessment-states.ts';
export type { FoundState, KeptState, Reach } from './assessment-states.ts';
export type { BatchOutcome, Parked } from './batch-projection.ts';
export { openDispatchLease } from './dispatch-lease.ts';
export type { DispatchLease } from './dispatch-lease.ts';
export { ledgerProjections } from './ledger-projections.ts';
export { ledgerQueries } from './ledger-queries.ts';
export type { LedgerQueries } from './ledger-queries.ts';
export { PostgresReadModelDatabase } from './postgres-read-model-database.ts';
export type { PostgresReadModels } from './postgres-sessions.ts';
export type { Projection } from './projection.ts';
export { ProjectionError } from './projection-error.ts';
export type { ParkedReason, ProjectionErrorCode } from './projection-error.ts';
export { Projector } from './projector.ts';
export type { BatchMeasure, ProjectorOptions } from './projector.ts';
export { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from './queries/paging.ts';
export type { Order, Paging } from './queries/paging.ts';
export type { ConsentEntry, ConsentPage, ConsentQuery, ConsentSearch } from './queries/consent-search.ts';
export type { HeldSubject, HeldSubjects, HeldSubjectsPage, HeldSubjectsQuery } from './queries/held-subjects.ts';
export { DEADLINE_STATES, TASK_STATES } from './queries/deadline-search.ts';
export type {
  Deadline,
  DeadlinePage,
  DeadlineQuery,
  DeadlineSearch,
  DeadlineState,
  PassedDeadline,
  TaskState,
} from './queries/deadline-search.ts';
export type { FindingPage, FindingQuery, FindingSearch, FindingVersion } from './queries/finding-search.ts';
export type { ProcessingRegister } from './queries/processing-register.ts';
export type { PublishedPolicies, PolicyVersion } from './queries/published-policies.ts';
export { ProjectedPosition } from './queries/projected-position.ts';
export type { ParkedCount, ParkedEvents } from './queries/parked-events.ts';
export type { ClearData, RecordEntry, RecordPage } from './queries/record-entry.ts';
export type { IndexedRecord, RecordIndex } from './queries/record-index.ts';
export type { RecordQuery, RecordSearch } from './queries/record-search.ts';
export type {
  Actor,
  ApiKey,
  RegisteredController,
  RegisteredRecipient,
  RegisteredTerm,
  Registries,
} from './queries/registries.ts';
export type {
  GivenCategory,
  RecipientRelation,
  RecipientRelations,
  RelationsPage,
  RelationsQuery,
} from './queries/recipient-relations.ts';
export type { HeldEntry, HoldingsPage, HoldingsQuery, SubjectHoldings } from './queries/subject-holdings.ts';
export type { HistoryQuery, SubjectHistory } from './queries/subject-history.ts';
export type { SubjectIdentity } from './queries/subject-identity.ts';
export type { PendingTask, TaskDelivery, TaskFailures, TaskQueue, WebhookEndpoint } from './queries/task-queue.ts';
export type { ReadModelDatabase } from './read-model-database.ts';
export { openReadModels } from './read-models.ts';
export type { OpenReadModels, ReadModelPlace } from './read-models.ts';
export { rebuildReadModels } from './rebuild.ts';
export type { RebuildOptions, RebuildProgress, Rebuilt } from './rebuild.ts';
export { RECORD_FILTERS } from './record-filters.ts';
export type { FilterKind, FilterName, RecordFilters } from './record-filters.ts';
export { SqliteReadModelDatabase } from './sqlite-read-model-database.ts';
export type { OpenSqlite, SqliteMode } from './sqlite-read-model-database.ts';
