import { blindIndexEntry } from './blind-index.ts';
import { DataKeys, keyId } from './data-keys.ts';
import { derivedId } from './derived-id.ts';
import { hmacSha256 } from './hmac.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import { LinkCache } from './link-cache.ts';
import { type IndexedRequest, resolveKnown } from './links.ts';
import type { RawKey } from './raw-key.ts';
import { RecentMap } from './recent-map.ts';
import { openText, sealText } from './sealing.ts';
import type { VaultSecrets } from './vault-secrets.ts';
import type { KeyName, KeyRow, VaultStorage } from './vault-storage.ts';
import { IDENTIFIERS_COMPARTMENT, type KeyAnswer, VaultWriter } from './vault-writer.ts';
import {
  type Identifier,
  type Opened,
  type OpenRequest,
  type Resolution,
  type ResolveRequest,
  type SealRequest,
  Vault,
  VaultError,
} from './vault.ts';

export interface VaultTuning {
  /** Links and realms kept in memory, about 0.3 KB each. Default 100,000. */
  readonly linksMax?: number;
  /** Unwrapped keys kept in memory, about 0.1 KB each. Default 200,000. */
  readonly keysMax?: number;
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number;
}

/** The vault's logic over any storage; an adapter adds how the storage is opened. */
export class StoredVault extends Vault {
  readonly #storage: VaultStorage;
  readonly #keyWrapper: KeyWrapper;
  readonly #secrets: VaultSecrets;
  readonly #dataKeys: DataKeys;
  readonly #links: LinkCache;
  readonly #realms: RecentMap<string>;
  readonly #writer: VaultWriter;
  #closing: Promise<void> | undefined;

  constructor(
    parts: { readonly storage: VaultStorage; readonly keyWrapper: KeyWrapper; readonly secrets: VaultSecrets },
    { linksMax = 100_000, keysMax = 200_000, now = Date.now }: VaultTuning = {},
  ) {
    super();
    this.#storage = parts.storage;
    this.#keyWrapper = parts.keyWrapper;
    this.#secrets = parts.secrets;
    this.#dataKeys = new DataKeys(parts.keyWrapper, keysMax);
    this.#links = new LinkCache(linksMax);
    this.#realms = new RecentMap(linksMax);
    this.#writer = new VaultWriter({ storage: this.#storage, links: this.#links, dataKeys: this.#dataKeys, now });
  }

  override async resolve(requests: readonly ResolveRequest[]): Promise<readonly Resolution[]> {
    this.#mustBeOpen();
    const indexed = requests.map((request, i) => this.#index(request, i));
    const answers = indexed.map((request) => resolveKnown(request, (entry) => this.#links.get(entry)));
    const unknown = indexed.filter((_, i) => answers[i] === undefined);
    if (unknown.length === 0) return answers.filter((answer) => answer !== undefined);
    const resolved = (await this.#writer.resolve(unknown)).values();
    return answers.map((answer) => answer ?? mustHave(resolved.next().value));
  }

  override async find(realm: string, identifier: Identifier): Promise<string | undefined> {
    this.#mustBeOpen();
    const entry = blindIndexEntry(this.#secrets.blindIndex, realm, identifier);
    const cached = this.#links.get(entry);
    if (cached !== undefined) return cached.subjectId;
    const [row] = await this.#storage.readLinks([entry]);
    return row === undefined ? undefined : this.#links.adopt(row).subjectId;
  }

  override async realmsOf(subjectIds: readonly string[]): Promise<readonly (string | undefined)[]> {
    this.#mustBeOpen();
    const realms = subjectIds.map((subjectId) => this.#realms.get(subjectId));
    const missing = subjectIds.filter((_, i) => realms[i] === undefined);
    if (missing.length === 0) return realms;
    const read = (await this.#storage.readRealms(missing)).values();
    return realms.map((known, i) => {
      if (known !== undefined) return known;
      const realm = read.next().value;
      const subjectId = subjectIds[i];
      if (realm !== undefined && subjectId !== undefined) this.#realms.set(subjectId, realm);
      return realm;
    });
  }

  /** Written with the next transaction that is due, or by `close`. */
  override async confirmLinks(linkIds: readonly string[]): Promise<void> {
    this.#mustBeOpen();
    for (const linkId of linkIds) this.#links.confirm(linkId);
    this.#writer.confirmSome();
  }

  override async seal(requests: readonly SealRequest[]): Promise<readonly string[]> {
    this.#mustBeOpen();
    const keys = await this.#keysFor(requests);
    return requests.map((request, i) => sealText(mustHave(keys[i]), request, request.plaintext));
  }

  override async open(requests: readonly OpenRequest[]): Promise<readonly Opened[]> {
    this.#mustBeOpen();
    const keys: (RawKey | 'damaged' | undefined)[] = requests.map((request) => this.#dataKeys.cached(request));
    if (keys.includes(undefined)) await this.#readMissing(requests, keys);
    return requests.map((request, i) => openWith(keys[i], request));
  }

  override async fingerprint(
    requests: readonly { readonly subjectId: string; readonly content: string }[],
  ): Promise<readonly string[]> {
    this.#mustBeOpen();
    const keys = await this.#fingerprintingKeys(requests);
    return requests.map(({ content }, i) => hmacSha256(mustHave(keys[i]), content, 'base64url').slice(0, 22));
  }

  override derivedId(namespace: string, parts: readonly string[]): string {
    this.#mustBeOpen();
    return derivedId(this.#secrets.derivedId, namespace, parts);
  }

  override async ping(): Promise<void> {
    this.#mustBeOpen();
    await this.#storage.ping();
    for (const { kekId } of (await this.#storage.readSecrets()).values()) {
      if (!this.#keyWrapper.opens(kekId)) {
        throw new VaultError(
          'wrongKeyEncryptionKey',
          'The key-encryption key in use has been replaced by another one.',
        );
      }
    }
  }

  /** Finishes what was accepted. Later calls fail with `closed`. */
  override async close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#writer.finish();
    } finally {
      this.#dataKeys.clear();
      this.#links.clear();
      this.#realms.clear();
      await this.#storage.close();
    }
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw new VaultError('closed', 'The vault is closed.');
  }

  #index({ realm, identifiers }: ResolveRequest, i: number): IndexedRequest {
    if (identifiers.length === 0) {
      throw new VaultError('invalidIdentifier', `Request ${i} names nobody: at least one identifier is needed.`);
    }
    const secret = this.#secrets.blindIndex;
    return {
      realm,
      identifiers: identifiers.map((identifier) => ({ identifier, entry: blindIndexEntry(secret, realm, identifier) })),
    };
  }

  async #fingerprintingKeys(requests: readonly { readonly subjectId: string }[]): Promise<readonly RawKey[]> {
    const keys = requests.map(({ subjectId }) => this.#dataKeys.cachedFingerprinting(subjectId));
    const missing = requests.filter((_, i) => keys[i] === undefined);
    if (missing.length === 0) return keys.filter((key) => key !== undefined);
    const compartment = IDENTIFIERS_COMPARTMENT;
    const dataKeys = await this.#keysFor(missing.map(({ subjectId }) => ({ subjectId, compartment })));
    const derived = missing.map(({ subjectId }, i) => this.#dataKeys.fingerprinting(subjectId, mustHave(dataKeys[i])));
    let next = 0;
    return keys.map((key) => key ?? mustHave(derived[next++]));
  }

  /** One key each; those that are missing are made. */
  async #keysFor(names: readonly KeyName[]): Promise<readonly RawKey[]> {
    const keys = names.map((name) => this.#dataKeys.cached(name));
    const missing = names.filter((_, i) => keys[i] === undefined);
    if (missing.length === 0) return keys.filter((key) => key !== undefined);
    // Only the names: a request may carry a plaintext, which must not stay in memory with a waiting job.
    const answers = await this.#writer.keys(missing.map(({ subjectId, compartment }) => ({ subjectId, compartment })));
    return names.map((name, i) => keys[i] ?? mustBeUsable(answers.get(keyId(name)), i));
  }

  /** Fill in the keys that are stored. One that stays undefined is gone, or never was. */
  async #readMissing(names: readonly KeyName[], keys: (RawKey | 'damaged' | undefined)[]): Promise<void> {
    const missing = new Map<string, KeyName>();
    names.forEach((name, i) => keys[i] ?? missing.set(keyId(name), name));
    const wanted = [...missing.values()];
    const stored = await this.#storage.readKeys(wanted);
    const rows = wanted.flatMap(({ subjectId, compartment }, i): KeyRow[] => {
      const key = stored[i];
      return typeof key === 'object' ? [{ subjectId, compartment, key }] : [];
    });
    const unwrapped = await this.#dataKeys.unwrap(rows);
    const found = new Map(rows.map((row, i) => [keyId(row), unwrapped[i]]));
    names.forEach((name, i) => (keys[i] ??= found.get(keyId(name))));
  }
}

function openWith(key: RawKey | 'damaged' | undefined, request: OpenRequest): Opened {
  if (key === undefined) return { state: 'erased' };
  const plaintext = key === 'damaged' ? undefined : openText(key, request, request.sealed);
  return plaintext === undefined ? { state: 'tampered' } : { state: 'open', plaintext };
}

function mustBeUsable(key: KeyAnswer | undefined, i: number): RawKey {
  if (key === 'damaged') throw new VaultError('damaged', `The stored key for item ${i} does not open; it was changed.`);
  if (key === undefined || key === 'noSubject') {
    throw new VaultError('unknownSubject', `Item ${i} names a subject that this vault never made.`);
  }
  return key;
}

function mustHave<T>(value: T | undefined): T {
  if (value === undefined) throw new VaultError('unavailable', 'The vault gave fewer answers than it was asked for.');
  return value;
}
