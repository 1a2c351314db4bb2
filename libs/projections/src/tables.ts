import type {
  AssessmentOpenCodesTable,
  AssessmentStatesTable,
  AssessmentUnpublishedTable,
} from './assessment-tables.ts';
import type {
  DeadlineCompaniesTable,
  DeadlineHoldsTable,
  DeadlinesTable,
  TaskDeliveriesTable,
  TaskFailuresTable,
  WebhookEndpointsTable,
} from './deadline-tables.ts';
import type {
  HoldingEndingsTable,
  HoldingEndsForAllTable,
  HoldingKindCategoriesTable,
  HoldingKindsTable,
  HoldingsTable,
} from './holding-tables.ts';
import type { Uuid } from './uuid.ts';

export type { Uuid } from './uuid.ts';

/** Every table of the read models, as kysely sees it. Instants are epoch milliseconds, positions those of `$all`. */
export interface Tables {
  projection_progress: ProgressTable;
  projection_versions: VersionsTable;
  projection_stamps: StampsTable;
  parked_events: ParkedTable;
  records: RecordsTable;
  record_kinds: RecordKindsTable;
  record_kind_terms: RecordKindTermsTable;
  record_kind_recipients: RecordKindRecipientsTable;
  mentioned_subjects: MentionedSubjectsTable;
  merge_edges: MergeEdgesTable;
  subject_merges: SubjectMergesTable;
  controllers: ControllersTable;
  recipients: RecipientsTable;
  registered_terms: RegisteredTermsTable;
  api_keys: ApiKeysTable;
  actors: ActorsTable;
  policy_versions: PolicyVersionsTable;
  finding_versions: FindingVersionsTable;
  holdings: HoldingsTable;
  holding_kinds: HoldingKindsTable;
  holding_kind_categories: HoldingKindCategoriesTable;
  holding_endings: HoldingEndingsTable;
  holding_ends_for_all: HoldingEndsForAllTable;
  consents: ConsentsTable;
  consent_ends: ConsentEndsTable;
  recipient_records: RecipientRecordsTable;
  recipient_flows: RecipientFlowsTable;
  recipient_flow_starts: RecipientFlowStartsTable;
  deadlines: DeadlinesTable;
  deadline_companies: DeadlineCompaniesTable;
  deadline_holds: DeadlineHoldsTable;
  webhook_endpoints: WebhookEndpointsTable;
  task_deliveries: TaskDeliveriesTable;
  task_failures: TaskFailuresTable;
  assessment_states: AssessmentStatesTable;
  assessment_open_codes: AssessmentOpenCodesTable;
  assessment_unpublished: AssessmentUnpublishedTable;
}

/** One row: how far all projections have come, together. */
export interface ProgressTable {
  id: number;
  position: number | null;
}

export interface VersionsTable {
  name: string;
  version: number;
}

/** For projections that remember their own tables: the last event that changed them. */
export interface StampsTable {
  projection: string;
  position: number;
}

/** Events that could not be projected: where, which type, and a reason from a closed list. Nothing of their content. */
export interface ParkedTable {
  position: number;
  type: string;
  reason_code: string;
}

/** One row for each recorded event of the families processing, identity and access. */
export interface RecordsTable {
  position: number;
  event_id: Uuid;
  /** What it has in common with many others. */
  kind_id: number;
  controller_id: string | null;
  subject_id: Uuid | null;
  /** Null for `<category>-<subject>`, as most are called. */
  stream_name: string | null;
  revision: number;
  occurred_at: number;
  recorded_at: number;
  actor_id: string | null;
  /** Null where it is the event's own id, as it is unless the reporter says otherwise. */
  correlation_id: string | null;
  fingerprint: string | null;
  /** JSON of the event's data without its ciphertexts. */
  payload: string;
}

/**
 * What whole crowds of records have in common: a service reports the same few sorts of events over and over. A record
 * points here, which keeps its row and the indices small, and a filter looks here instead of at each record.
 */
export interface RecordKindsTable {
  id: number;
  type: string;
  family: string;
  /** Of the stream's name, before the first hyphen. */
  stream_category: string;
  recorded_by: string;
  policy_version: string | null;
  /** Names of the sealed compartments, separated by spaces; null when nothing is sealed. */
  sealed: string | null;
  /** SHA-256 of all this with terms and recipients: what makes it one kind. */
  digest: string;
}

export interface RecordKindTermsTable {
  kind_id: number;
  scheme: string;
  iri: string;
}

export interface RecordKindRecipientsTable {
  kind_id: number;
  recipient_id: string;
}

/** Entries of the history of persons who are not the event's own subject: a search covered them, a merge names them. */
export interface MentionedSubjectsTable {
  subject_id: Uuid;
  position: number;
}

/** Merges in force, as their events say. */
export interface MergeEdgesTable {
  other_id: string;
  into_id: string;
  position: number;
}

/** Subjects found to be the same person, the survivor among them. A subject without a row stands for itself. */
export interface SubjectMergesTable {
  subject_id: string;
  survivor_id: string;
}

export interface ControllersTable {
  controller_id: string;
  /** JSON of the registration's fields. */
  registration: string;
  registered_at: number;
  changed_at: number;
}

export interface RecipientsTable {
  recipient_id: string;
  registration: string;
  registered_at: number;
  changed_at: number;
}

export interface RegisteredTermsTable {
  name: string;
  scheme: string;
  registration: string;
  registered_at: number;
}

export interface ApiKeysTable {
  key_id: string;
  key_hash: string;
  holder: string;
  /** JSON lists. Controllers are null when the key is good for all. */
  roles: string;
  controllers: string | null;
  /** The one person whose history a subject's key shows. */
  subject_id: string | null;
  label: string | null;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

export interface ActorsTable {
  actor_id: string;
  kind: string;
  identified_at: number;
  /** Where its sealed name stands: `actor-<actorId>` at this revision. */
  revision: number;
}

/** Published policies, a row for each version. */
export interface PolicyVersionsTable {
  controller_id: string;
  policy_version: string;
  effective_from: number;
  published_at: number;
  position: number;
  /** JSON of the policy pack. */
  pack: string;
}

/** What was on record about each finding from when on: one row for each of its events. */
export interface FindingVersionsTable {
  /** Of the event. */
  position: number;
  finding_id: string;
  event_id: string;
  stream_name: string;
  revision: number;
  /** Of the finding: how many events came before. */
  number: number;
  /** When it became known, and when the next one did; null while it is the latest. */
  known_from: number;
  known_to: number | null;
  /** Place in the log of the event that raised it: the order of pages. */
  raised_position: number;
  controller_id: string;
  subject_id: string | null;
  record_id: string;
  record_type: string;
  happened_at: number;
  rule: string;
  outcome: string;
  status: string;
  /** JSON of what it says (`FindingContent`). */
  said: string;
  cause: string;
  because: string | null;
  /** 1 where words of somebody are sealed in the event. */
  sealed: number;
}

/** One row for each consent that was given; what it says stands in `records`. */
export interface ConsentsTable {
  position: number;
  event_id: Uuid;
  controller_id: string;
  subject_id: Uuid;
  given_at: number;
  expires_at: number | null;
  form: string;
  given_by: string;
}

/** One row for each withdrawal and expiry. */
export interface ConsentEndsTable {
  position: number;
  event_id: Uuid;
  subject_id: Uuid;
  ended_at: number;
  consent_ref: string | null;
  /** JSON; null for all of it. */
  scope: string | null;
  /** 1 where it ended by itself. */
  expired: number;
}

/** Agreements with recipients, their ends, the ends of services and of access: of companies, about no single person. */
export interface RecipientRecordsTable {
  position: number;
  event_id: Uuid;
  controller_id: string;
  recipient_id: string;
  type: string;
  occurred_at: number;
  recorded_at: number;
  fields: string;
}

/** What a company gave a recipient, as what kind of recipient, in which country: when last, as it is known now. */
export interface RecipientFlowsTable {
  id: number;
  controller_id: string;
  recipient_id: string;
  recipient_kind: string;
  country: string;
  category: string;
  last_at: number;
}

/** Since when, as it was known from a place of the log on: one row for each record that told of an earlier time. */
export interface RecipientFlowStartsTable {
  flow_id: number;
  known_from: number;
  first_at: number;
}
