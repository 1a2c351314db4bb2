import type { WrappedKey } from './key-wrapper.ts';
import { type KeyName, type LinkRow, type StoredKey, VaultStorage, type VaultWrites } from './vault-storage.ts';

/**
 * A storage in memory that several vaults can share, for specs. Each call takes a turn of the event loop, as a
 * database over the network does, so that vaults overtake one another between reading and writing.
 */
export class FakeVaultStorage extends VaultStorage {
  readonly #realms = new Map<string, string>();
  readonly #links = new Map<string, LinkRow>();
  readonly #keys = new Map<string, WrappedKey>();
  readonly #secrets = new Map<string, WrappedKey>();
  /** Transactions that lost against another writer. */
  lostCount = 0;
  writeCount = 0;
  callCount = 0;
  /** Thrown by the next write, once. */
  failure: Error | undefined;

  override async readLinks(entries: readonly string[]): Promise<readonly (LinkRow | undefined)[]> {
    await this.#turn();
    return entries.map((entry) => this.#links.get(entry));
  }

  override async readKeys(names: readonly KeyName[]): Promise<readonly StoredKey[]> {
    await this.#turn();
    return names.map((name) => {
      if (!this.#realms.has(name.subjectId)) return 'noSubject';
      return this.#keys.get(idOf(name)) ?? 'noKey';
    });
  }

  override async readRealms(subjectIds: readonly string[]): Promise<readonly (string | undefined)[]> {
    await this.#turn();
    return subjectIds.map((subjectId) => this.#realms.get(subjectId));
  }

  override async write({ subjects, links, keys, confirmations }: VaultWrites): Promise<boolean> {
    await this.#turn();
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
    if (links.some(({ entry }) => this.#links.has(entry)) || keys.some((key) => this.#keys.has(idOf(key)))) {
      this.lostCount += 1;
      return false;
    }
    this.writeCount += 1;
    for (const { subjectId, realm } of subjects) this.#realms.set(subjectId, realm);
    for (const link of links) this.#links.set(link.entry, { ...link });
    for (const key of keys) this.#keys.set(idOf(key), key.key);
    for (const { entry, subjectId } of confirmations) {
      if (this.#links.get(entry)?.subjectId === subjectId)
        this.#links.set(entry, { entry, subjectId, confirmed: true });
    }
    return true;
  }

  override async readSecrets(): Promise<ReadonlyMap<string, WrappedKey>> {
    await this.#turn();
    return new Map(this.#secrets);
  }

  override async addSecrets(secrets: ReadonlyMap<string, WrappedKey>): Promise<void> {
    await this.#turn();
    for (const [name, secret] of secrets) if (!this.#secrets.has(name)) this.#secrets.set(name, secret);
  }

  override async ping(): Promise<void> {}

  /** What is stored stays. */
  override async close(): Promise<void> {}

  destroyKey(subjectId: string, compartment: string): void {
    this.#keys.delete(idOf({ subjectId, compartment }));
  }

  get subjectCount(): number {
    return this.#realms.size;
  }

  #turn(): Promise<void> {
    this.callCount += 1;
    return new Promise((resolve) => setImmediate(resolve));
  }
}

function idOf({ subjectId, compartment }: KeyName): string {
  return JSON.stringify([subjectId, compartment]);
}
