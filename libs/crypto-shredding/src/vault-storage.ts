import type { WrappedKey } from './key-wrapper.ts';

/** A subject as the vault keeps it. `createdAt` is RFC 3339 in UTC. */
export interface SubjectRow {
  readonly subjectId: string;
  readonly realm: string;
  readonly createdAt: string;
}

/** One entry of the blind index (32 hexadecimal digits) and whose it is. */
export interface LinkRow {
  readonly entry: string;
  readonly subjectId: string;
  readonly confirmed: boolean;
}

export interface KeyName {
  readonly subjectId: string;
  readonly compartment: string;
}

export interface KeyRow extends KeyName {
  readonly key: WrappedKey;
}

/** What one transaction of the vault changes. */
export interface VaultWrites {
  readonly subjects: readonly SubjectRow[];
  /** In the order of `entry`, so that concurrent writers lock in the same order and the index is written page by page. */
  readonly links: readonly LinkRow[];
  readonly keys: readonly KeyRow[];
  readonly confirmations: readonly { readonly entry: string; readonly subjectId: string }[];
}

/** What is stored of a key. */
export type StoredKey = WrappedKey | 'noKey' | 'noSubject';

/**
 * The tables of a vault, and nothing of its logic. No method is given an identifier or an unwrapped key.
 * Several vaults may work on one storage: uniqueness is settled by constraints, and the loser reads again.
 * Reads see what was committed. Failures are `VaultError`s.
 */
export abstract class VaultStorage {
  /** One answer each. */
  abstract readLinks(entries: readonly string[]): Promise<readonly (LinkRow | undefined)[]>;

  /** One answer each. */
  abstract readKeys(names: readonly KeyName[]): Promise<readonly StoredKey[]>;

  /** One answer each. */
  abstract readRealms(subjectIds: readonly string[]): Promise<readonly (string | undefined)[]>;

  /**
   * All or nothing, durable when it resolves. False, with nothing written, when one of the links or keys is already
   * there: somebody else was faster; read again and decide anew.
   */
  abstract write(writes: VaultWrites): Promise<boolean>;

  /** The vault's own secrets by name. */
  abstract readSecrets(): Promise<ReadonlyMap<string, WrappedKey>>;

  /**
   * Add those that are not there yet.
   * @throws VaultError `damaged` when there are subjects already: their index entries could never be found again.
   */
  abstract addSecrets(secrets: ReadonlyMap<string, WrappedKey>): Promise<void>;

  abstract ping(): Promise<void>;

  abstract close(): Promise<void>;
}
