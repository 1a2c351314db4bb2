import type { Identifier, OpenRequest, SealRequest, Vault } from './vault.ts';

/** What an adapter brings to be tried. */
export interface VaultUnderTest {
  /** Open the same vault, again and again; each time with empty caches. */
  open(): Promise<Vault>;
  /** Remove the stored key behind the vault's back. Called while no vault is open. */
  destroyKey(subjectId: string, compartment: string): Promise<void>;
  remove(): Promise<void>;
}

export const REALM = 'controller-1';

export const email = (value: string): Identifier => ({ scheme: 'email', value });
export const phone = (value: string): Identifier => ({ scheme: 'phone', value });
export const ada = email('ada@example.com');
export const bob = email('bob@example.com');

/** The vault of one test, and short words for what tests do with it. */
export class Scene {
  readonly #start: () => Promise<VaultUnderTest>;
  #underTest: VaultUnderTest | undefined;
  #vault: Vault | undefined;

  constructor(start: () => Promise<VaultUnderTest>) {
    this.#start = start;
  }

  get vault(): Vault {
    if (this.#vault === undefined) throw new Error('no vault is open');
    return this.#vault;
  }

  async begin(): Promise<void> {
    this.#underTest = await this.#start();
    this.#vault = await this.#underTest.open();
  }

  async end(): Promise<void> {
    await this.#vault?.close();
    await this.#underTest?.remove();
  }

  /** @param whileClosed what happens to the stored vault meanwhile. */
  async reopen(whileClosed: (underTest: VaultUnderTest) => Promise<void> = async () => {}): Promise<void> {
    await this.vault.close();
    if (this.#underTest === undefined) throw new Error('nothing is under test');
    await whileClosed(this.#underTest);
    this.#vault = await this.#underTest.open();
  }

  async resolve(...identifiers: readonly Identifier[]) {
    return this.resolveIn(REALM, ...identifiers);
  }

  async resolveIn(realm: string, ...identifiers: readonly Identifier[]) {
    return one(await this.vault.resolve([{ realm, identifiers }]));
  }

  async subject(identifier: Identifier): Promise<string> {
    return (await this.resolve(identifier)).subjectId;
  }

  async seal(request: SealRequest): Promise<OpenRequest> {
    const { plaintext: _, ...place } = request;
    return { ...place, sealed: one(await this.vault.seal([request])) };
  }

  async open(request: OpenRequest) {
    return one(await this.vault.open([request]));
  }
}

export function one<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`expected one answer, got ${items.length}`);
  return item;
}
