/**
 * The shape of every event of the ledger as the store keeps it. `fields` is the clear part, an allow-list by
 * construction (`Field`); `sealed` maps a compartment's name to the base64url ciphertext of its JSON.
 */
export interface StoredData {
  readonly schemaVersion: number;
  readonly controllerId?: string;
  readonly subjectId?: string;
  /** RFC 3339 with offset, as the reporting service said it. */
  readonly occurredAt: string;
  /** The reporting service's policy version in force, a slug. */
  readonly policyVersion?: string;
  /** ISO 3166 codes. */
  readonly jurisdictions?: readonly string[];
  /** Who did it at the reporting company, as a random id; the name is sealed under the actor's own key. */
  readonly actorId?: string;
  readonly fields: StoredFields;
  readonly sealed?: { readonly [compartment: string]: string };
}

export type StoredValue = string | number | boolean | readonly StoredValue[] | StoredFields;
export type StoredFields = { readonly [name: string]: StoredValue };

/** `$correlationId` and `$causationId` are the names EventStoreDB's own tools follow. */
export interface StoredMetadata {
  readonly $correlationId: string;
  readonly $causationId?: string;
  /** W3C Trace Context, as received. */
  readonly traceparent?: string;
  /** actorId of the credential that recorded it. */
  readonly recordedBy: string;
  /** Keyed fingerprint of the report, to tell a retry from another content under the same id. */
  readonly fingerprint?: string;
}

/** Compartments of a subject's keys. */
export const IDENTIFIERS = 'identifiers';
export const STATEMENTS = 'statements';
export const detailsCompartment = (category: string): string => `details/${category}`;
