/** Any value that survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

/** One identifier of a person as the reporting service knows them. The ledger stores it sealed. */
export interface Identifier {
  /** A letter a-z and up to 31 letters or digits: `userId`, `email`, `phone` … */
  readonly scheme: string;
  readonly value: string;
}

/** Whose record it is: the ledger's own id, or identifiers of which the first decides. */
export type SubjectRef = { readonly subjectId: string } | { readonly identifiers: readonly Identifier[] };

/** Who acted at the reporting company. */
export interface ActorRef {
  readonly kind: 'person' | 'service';
  readonly actorId?: string;
  readonly identifiers?: readonly Identifier[];
}

/** What a service did with personal data. The fields of `data` depend on `type`; see `docs/events`. */
export interface RecordReport {
  /** UUID. The same id and content may be sent any number of times and is recorded once. */
  readonly id?: string;
  /** With `sourceId` instead of `id`: the reporting system and its own id of the record. */
  readonly source?: string;
  readonly sourceId?: string;
  readonly type: string;
  readonly controllerId: string;
  /** RFC 3339 with offset. */
  readonly occurredAt: string;
  readonly subject?: SubjectRef;
  /** At most 1,000. */
  readonly subjects?: readonly SubjectRef[];
  readonly actor?: ActorRef;
  readonly policyVersion?: string;
  /** ISO 3166 codes. */
  readonly jurisdictions?: readonly string[];
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  readonly data: JsonObject;
  /** Personal detail by category (IRI or prefixed name); sealed by the ledger. */
  readonly details?: JsonObject;
}

/** Where one event of a record came to stand. */
export interface EventReceipt {
  readonly id: string;
  /** Absent for a record that is about no single person. */
  readonly subjectId?: string;
  readonly revision: number;
  /** Reads with `atLeast` this position include the event. */
  readonly position: number;
}

/** The answer to a recorded report; `subjects` has one entry each where it named several. */
export interface RecordReceipt extends EventReceipt {
  readonly subjects?: readonly EventReceipt[];
}

export type EventFamily = 'processing' | 'identity' | 'access';
export type Compartment = 'identifiers' | 'statements' | 'details';

/** What history and search are narrowed by. Instants are RFC 3339; terms IRIs or prefixed names. */
export interface RecordFilters {
  readonly type?: readonly string[];
  readonly category?: readonly string[];
  readonly purpose?: readonly string[];
  readonly recipient?: readonly string[];
  readonly family?: readonly EventFamily[];
  /** Inclusive. */
  readonly occurredFrom?: string;
  /** Inclusive. */
  readonly occurredTo?: string;
  /** The world as it was then. */
  readonly asOf?: string;
  /** What the ledger knew then. */
  readonly knownAt?: string;
  /** Of the log. Default `desc`, `asc` for exports. */
  readonly order?: 'asc' | 'desc';
  /** Items on one page. */
  readonly limit?: number;
  /** Wait (bounded) until this position can be read. */
  readonly atLeast?: number;
}

export interface HistoryFilters extends RecordFilters {
  /** Compartments to open; needs the permission, and is recorded. */
  readonly reveal?: readonly Compartment[];
}

export interface SearchFilters extends RecordFilters {
  readonly controllerId?: readonly string[];
  readonly subjectId?: string;
}

/** A recorded event as the ledger tells it. */
export interface RecordEntry {
  readonly id: string;
  readonly type: string;
  readonly family: string;
  readonly controllerId?: string;
  readonly subjectId?: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly position: number;
  readonly revision: number;
  readonly actorId?: string;
  readonly recordedBy: string;
  readonly correlationId: string;
  readonly policyVersion?: string;
  readonly jurisdictions?: readonly string[];
  /** What is stored in clear. Terms are full IRIs. */
  readonly fields: JsonObject;
  /** Names of the sealed compartments. */
  readonly sealed: readonly string[];
  /** What `reveal` asked for: `identifiers`, `details`, and under `closed` why a compartment stays closed. */
  readonly revealed?: JsonObject;
}

export interface RecordPage {
  readonly items: readonly RecordEntry[];
  /** Cursor of the next page, absent on the last. A page may be short, even empty, and still have a next one. */
  readonly next?: string;
  /** Position the read models had reached. */
  readonly position: number;
}

export interface HistoryPage extends RecordPage {
  readonly subjectId: string;
  readonly mergedSubjectIds: readonly string[];
}

export interface NewController {
  /** Lower-case slug. */
  readonly id: string;
  readonly names: readonly string[];
  readonly aliases?: readonly string[];
  readonly role: 'controller' | 'jointController' | 'processor';
  /** ISO 3166 code. */
  readonly country: string;
  readonly policyLanguage?: string;
}

export interface NewRecipient {
  readonly id: string;
  readonly name: string;
  readonly recipientKind: string;
  readonly country?: string;
}

/** Answer to a registration: what was registered, and from which position on. */
export interface Registered {
  readonly id: string;
  readonly position: number;
}

export interface NewKey {
  /** Who holds it: a person or a service. Sealed by the ledger. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly controllers: readonly string[] | 'all';
  /** Binds a key of the role `subject` to one person. */
  readonly subjectId?: string;
  /** What it is for, as a slug; in clear. */
  readonly label?: string;
  /** RFC 3339. */
  readonly expiresAt?: string;
}

export interface ApiKey {
  readonly keyId: string;
  /** Who holds it. */
  readonly actorId: string;
  /** The holder's name; absent when it was erased. */
  readonly name?: string;
  readonly roles: readonly string[];
  readonly controllers: readonly string[] | 'all';
  readonly subjectId?: string;
  readonly label?: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

/** The one answer that holds the token; the ledger keeps only a hash of it. */
export interface CreatedKey {
  readonly keyId: string;
  readonly token: string;
  /** Who holds it. */
  readonly actorId: string;
  readonly position: number;
}

export interface ProblemFieldError {
  /** JSON pointer (RFC 6901) into the body, or `/<parameter>` of the query. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly action?: string;
}

/** RFC 9457 problem details as the ledger answers them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable; see `docs/problems.md`. */
  readonly code: string;
  readonly detail?: string;
  readonly action?: string;
  readonly errors?: readonly ProblemFieldError[];
  readonly requestId?: string;
}
