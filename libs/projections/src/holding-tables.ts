import type { Uuid } from './uuid.ts';

/**
 * Who has which data of a person from when until when, as it was known from one place of the log on until another. What is
 * true now has no `known_to`; nothing is deleted.
 */
export interface HoldingsTable {
  subject_id: Uuid;
  /** What it is and who has it. */
  kind_id: number;
  valid_from: number;
  /** First instant at which it was gone; null while it is held. */
  valid_to: number | null;
  /** Of the record by which it came in, and of the one by which it went. */
  from_position: number;
  to_position: number | null;
  /** Of the record that made it known, and of the one that changed it. */
  known_from: number;
  known_to: number | null;
}

/** What whole crowds of people's holdings have in common. */
export interface HoldingKindsTable {
  id: number;
  controller_id: string;
  holder_kind: string;
  holder_id: string;
  dataset: string | null;
  identifiability: string;
  legal_basis: string | null;
  ground: string | null;
  /** JSON list. */
  purposes: string;
  /** SHA-256 of all this with the categories: what makes it one kind. */
  digest: string;
}

export interface HoldingKindCategoriesTable {
  category: string;
  kind_id: number;
}

/** Records by which something held of a person went, or changed: what comes in later but happened earlier ends with them. */
export interface HoldingEndingsTable {
  subject_id: Uuid;
  position: number;
  controller_id: string;
  ended_at: number;
  /** JSON list of marks. */
  marks: string;
}

/** Records about no single person by which a recipient lost what it had of everybody. */
export interface HoldingEndsForAllTable {
  position: number;
  controller_id: string;
  recipient_id: string;
  ended_at: number;
  /** JSON of the mark. */
  mark: string;
}
