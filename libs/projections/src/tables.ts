/** A UUID as its column gives it: 16 bytes on SQLite, text on PostgreSQL. `uuidText` reads both. */
export type Uuid = Uint8Array | string;

/** Every table of the read models, as kysely sees it. Instants are epoch milliseconds, positions those of `$all`. */
export interface Tables {
  projection_progress: ProgressTable;
  projection_versions: VersionsTable;
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
