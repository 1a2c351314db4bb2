/** An identifier of a person as a service names it. Both parts are personal data and stay out of the log. */
export interface Identifier {
  /** Kind of identifier, e.g. `userId`, `email`, `phone`. Separates equal values of different kinds. */
  readonly scheme: string;
  readonly value: string;
}

/** "Whose record is this?": the first identifier decides, the others are linked or found in conflict. */
export interface ResolveRequest {
  /** Separates the index: the same identifier in two realms is two people. A controller's id, or `actors`. */
  readonly realm: string;
  /** At least one. */
  readonly identifiers: readonly Identifier[];
}

export interface Resolution {
  /**
   * UUID version 7 (RFC 9562 §5.7): 74 random bits behind the instant of minting, which the log tells anyway.
   * New subjects thereby come to stand together in every index; random ones cost three times as much to write.
   */
  readonly subjectId: string;
  /** The vault made this subject just now: nothing can have been recorded about it yet. */
  readonly minted: boolean;
  /**
   * Identifiers whose link to the subject is not known to be in the log yet, with the handle for
   * `confirmLinks`. Told again on every call until confirmed, so that a crash between vault and log loses no link.
   */
  readonly unconfirmedLinks: readonly { readonly identifier: Identifier; readonly linkId: string }[];
  /** Later identifiers that already belong to somebody else. They are left where they are. */
  readonly conflicts: readonly { readonly identifier: Identifier; readonly subjectId: string }[];
}

export interface SealRequest {
  readonly subjectId: string;
  /** Each compartment has a key of its own, made when first needed: `identifiers`, `statements`, `details/<category>`. */
  readonly compartment: string;
  /** Associated data, so that a ciphertext moved to another event or field does not open. */
  readonly eventId: string;
  readonly field: string;
  readonly plaintext: string;
}

export interface OpenRequest {
  readonly subjectId: string;
  readonly compartment: string;
  readonly eventId: string;
  readonly field: string;
  /** As `seal` returned it. */
  readonly sealed: string;
}

export type Opened =
  | { readonly state: 'open'; readonly plaintext: string }
  /** The key is gone: the data is erased. */
  | { readonly state: 'erased' }
  /** The key is there and the ciphertext does not fit it, the event or the field. */
  | { readonly state: 'tampered' };

/**
 * The key vault: random keys per subject and compartment, wrapped by a key-encryption key, and the blind index
 * that finds a subject by identifier. The only mutable truth outside the event store.
 * Calls made in the same turn of the event loop are carried out in one transaction.
 */
export abstract class Vault {
  /**
   * Find each subject, or mint it; link identifiers that are new. Durable when it resolves.
   * Requests are carried out in order; one answer each.
   */
  abstract resolve(requests: readonly ResolveRequest[]): Promise<readonly Resolution[]>;

  /** Look an identifier up without changing anything. */
  abstract find(realm: string, identifier: Identifier): Promise<string | undefined>;

  /** The realm each subject belongs to; `undefined` for an id this vault never gave. One answer each. */
  abstract realmsOf(subjectIds: readonly string[]): Promise<readonly (string | undefined)[]>;

  /** The links are in the log now. May be lost in a crash; `resolve` then tells them again. */
  abstract confirmLinks(linkIds: readonly string[]): Promise<void>;

  /**
   * Encrypt, one answer each. Missing keys are made and are durable when it resolves.
   * @throws VaultError `unknownSubject` when the vault never made one of the subjects; nothing is sealed then.
   */
  abstract seal(requests: readonly SealRequest[]): Promise<readonly string[]>;

  /** Decrypt, one answer each. Never throws for a single item. */
  abstract open(requests: readonly OpenRequest[]): Promise<readonly Opened[]>;

  /**
   * Keyed fingerprint of a report about this subject, to tell a retry from another content. The key is derived from the
   * subject's `identifiers` key and dies with it, so no fingerprint can be used to confirm a guess after erasure.
   * Base64url, 22 characters (128 bits).
   */
  abstract fingerprint(
    requests: readonly { readonly subjectId: string; readonly content: string }[],
  ): Promise<readonly string[]>;

  /**
   * A UUID (version 8, RFC 9562 §5.8) that is a keyed function of its parts: the same parts give the same id for ever, and
   * nobody without the vault's secret can confirm a guess of them. Needs no I/O.
   */
  abstract derivedId(namespace: string, parts: readonly string[]): string;

  /** Resolves when the vault can answer; for readiness probes. */
  abstract ping(): Promise<void>;

  abstract close(): Promise<void>;
}

export type VaultErrorCode =
  | 'invalidKeyEncryptionKey'
  | 'wrongKeyEncryptionKey'
  | 'damaged'
  | 'locked'
  | 'invalidIdentifier'
  | 'unknownSubject'
  | 'unavailable'
  | 'closed';

export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
