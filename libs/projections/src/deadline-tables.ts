/** What is due, a row for each clock, settled ones as well. */
export interface DeadlinesTable {
  deadline_id: string;
  /** Of the event that started it. */
  position: number;
  controller_id: string;
  subject_id: string | null;
  kind: string;
  /** Request, breach or recipient it is about. */
  case_key: string | null;
  /** Version of the policy in force when it started. */
  policy_version: string | null;
  /** When what started it happened. */
  started_at: number;
  due_at: number | null;
  /** Order of lists: the due instant, and behind all of these what has none. */
  urgency: number;
  settled_at: number | null;
  settled_how: string | null;
  /** The due instant whose passing is on record, how often that was said, and the event that said it last. */
  passed_due_at: number | null;
  passed_count: number;
  passed_by: string | null;
  /** When it said so. */
  passed_at: number | null;
  /** JSON of the clock. */
  clock: string;
}

/** What deadlines are counted by where a company has no policy: its registration as it stood at that place of the log. */
export interface DeadlineCompaniesTable {
  controller_id: string;
  registration: string;
}

/** Where services of a company want to be told; address and secret are sealed in the event. */
export interface WebhookEndpointsTable {
  endpoint_id: string;
  controller_id: string;
  /** Under whose keys address and secret are sealed. */
  holder_id: string;
  registered_at: number;
  removed_at: number | null;
}

/** How telling a service of a task ended. While there is no row, it is still to be told. */
export interface TaskDeliveriesTable {
  endpoint_id: string;
  /** The event that says that the deadline passed: of one that is moved and passes again there is another task. */
  passed_by: string;
  deadline_id: string;
  state: string;
  attempts: number;
  settled_at: number;
}

/** Attempts to tell a service of a task that failed: how many, and how the last one. */
export interface TaskFailuresTable {
  endpoint_id: string;
  passed_by: string;
  attempts: number;
  failure: string;
  /** Status of the answer, where one came. */
  status: number | null;
  failed_at: number;
}

/** Legal holds that are placed and not released. */
export interface DeadlineHoldsTable {
  controller_id: string;
  hold_ref: string;
  /** Empty where the hold is on everybody's data. */
  subject_id: string;
  /** JSON of the hold. */
  hold: string;
}
