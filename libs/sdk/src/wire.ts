import type { components, operations } from './openapi.gen.ts';

type Schemas = components['schemas'];
type QueryOf<Operation extends { readonly parameters: { readonly query?: unknown } }> = NonNullable<
  Operation['parameters']['query']
>;

/** The description names what this client was made for; a newer ledger may answer with values it does not know. */
type Open<T, Name extends keyof T> = Omit<T, Name> & {
  readonly [N in Name]: T[N] extends readonly string[] ? readonly string[] : string;
};
type Replaced<T, By> = Omit<T, keyof By> & By;

/** Any value that survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

/** One identifier of a person as the reporting service knows them. The ledger stores it sealed. */
export type Identifier = Schemas['Identifier'];

/** Whose record it is: the ledger's own id, or identifiers of which the first decides. One of the two. */
export type SubjectRef = Schemas['Subject'];

/** Who acted at the reporting company. */
export type ActorRef = Schemas['Actor'];

/** What a service did with personal data, checked by the compiler against the type it names. */
export type TypedRecordReport = Schemas['RecordReport'];

/** A report whose type is known only at run time, as from a file; the ledger judges its `data`. See `docs/events`. */
export type RecordReport = Replaced<
  Schemas['RecordReportEnvelope'],
  { readonly type: string; readonly data: JsonObject; readonly details?: JsonObject }
>;

/** Where one event of a record came to stand. */
export type EventReceipt = Schemas['EventReceipt'];

/** The answer to a recorded report; `subjects` has one entry each where it named several. */
export type RecordReceipt = Schemas['RecordReceipt'];

/** One item of the answer to a batch: a receipt or a problem. */
export type BatchItem =
  Schemas['RecordedItem'] | (Omit<Schemas['RefusedItem'], 'problem'> & { readonly problem: Problem });
export type BatchAnswer = Replaced<Schemas['BatchAnswer'], { readonly results: readonly BatchItem[] }>;

/** What was sealed, where it was asked for. */
export type Revealed = Replaced<
  Schemas['Revealed'],
  { readonly details?: JsonObject; readonly closed?: { readonly [compartment: string]: string } }
>;

/** A recorded event as the ledger tells it. */
export type RecordEntry = Replaced<
  Open<Schemas['RecordEntry'], 'type' | 'family'>,
  { readonly fields: JsonObject; readonly revealed?: Revealed }
>;
export type RecordPage = Replaced<Schemas['RecordPage'], { readonly items: readonly RecordEntry[] }>;
export type HistoryPage = Replaced<Schemas['HistoryPage'], { readonly items: readonly RecordEntry[] }>;

/** As described, with its cursor. */
export type SearchQuery = QueryOf<operations['searchRecords']>;
export type HistoryQuery = QueryOf<operations['readHistory']>;

type Filters<Query> = Replaced<Omit<Query, 'cursor'>, { readonly type?: readonly string[] }>;

/** What a search and what a history is narrowed by. Instants are RFC 3339; terms IRIs or prefixed names. */
export type SearchFilters = Filters<SearchQuery>;
export type HistoryFilters = Filters<HistoryQuery>;
export type EventFamily = NonNullable<HistoryFilters['family']>[number];
export type Compartment = NonNullable<HistoryFilters['reveal']>[number];

export type NewController = Schemas['ControllerRegistration'];
export type NewRecipient = Schemas['RecipientRegistration'];
/** Answer to a registration: what was registered, and from which position on. */
export type Registered = Schemas['RegistrationReceipt'];

export type FindingQuery = QueryOf<operations['searchFindings']>;
export type FindingFilters = Omit<FindingQuery, 'cursor'>;
/** What a rule says of a record, with the clause quoted and what would make it conform. */
export type Finding = Schemas['Finding'];
export type FindingPage = Schemas['FindingPage'];

/** A version of a company's policy, and where in the log it came to stand. */
export type PolicyVersion = Schemas['PolicyVersion'];

export type NewKey = Open<Schemas['ApiKeyCreation'], 'roles'>;
export type ApiKey = Open<Schemas['ApiKey'], 'roles'>;
/** The one answer that holds the token; the ledger keeps only a hash of it. */
export type CreatedKey = Schemas['CreatedApiKey'];

export type ProblemFieldError = Schemas['ProblemFieldError'];
/** RFC 9457 problem details as the ledger answers them; without `requestId` for one report of several. */
export type Problem = Open<Schemas['ItemProblem'], 'code'> & { readonly requestId?: string };
