import { v7 as uuidv7 } from 'uuid';
import { type DataKeys, keyId, type NewKey } from './data-keys.ts';
import { GroupCommit, type Weighted } from './group-commit.ts';
import type { LinkCache } from './link-cache.ts';
import { type IndexedRequest, type Link, type LinkPlan, planLinks } from './links.ts';
import { fillRandom } from './random-pool.ts';
import type { RawKey } from './raw-key.ts';
import type { KeyName, KeyRow, VaultStorage, VaultWrites } from './vault-storage.ts';
import { RecentMap } from './recent-map.ts';
import { type Resolution, VaultError } from './vault.ts';

/** Subjects and keys in one transaction, which holds the event loop for about 20 ms then. */
const GROUP_WEIGHT_MAX = 1_000;
/** Tries against concurrent writers. Each loss means that another writer got on, so this many in a row is a fault. */
const ATTEMPTS_MAX = 20;
/** Confirmations wait for a transaction that is due anyway, because a flush of their own would cost as much; up to this many. */
const PENDING_CONFIRMATIONS_MAX = 1_000;
/** Subjects remembered as just minted. */
const NEW_SUBJECTS_MAX = 10_000;
/** Compartment that every subject needs at once, for its identifiers and for fingerprints. */
export const IDENTIFIERS_COMPARTMENT = 'identifiers';

/** What became of a key that was asked for: here it is, or why not. */
export type KeyAnswer = RawKey | 'damaged' | 'noSubject';
export type KeyAnswers = ReadonlyMap<string, KeyAnswer>;

interface Job extends Weighted {
  readonly requests: readonly IndexedRequest[];
  readonly names: readonly KeyName[];
  readonly settle: (resolutions: readonly Resolution[], keys: KeyAnswers) => void;
  readonly fail: (error: unknown) => void;
}

interface ReadKeys {
  readonly answers: ReadonlyMap<string, KeyAnswer>;
  readonly missing: readonly KeyName[];
}

export interface VaultWriterParts {
  readonly storage: VaultStorage;
  readonly links: LinkCache;
  readonly dataKeys: DataKeys;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Everything that changes a vault: reads, decides, writes once per group, and decides anew when a concurrent writer was
 * faster. Caches are touched after the commit only, so a failed transaction leaves nothing to undo.
 */
export class VaultWriter {
  readonly #parts: VaultWriterParts;
  /** They are there and hardly have keys yet, so the first keys are made without looking. */
  readonly #newSubjects = new RecentMap<true>(NEW_SUBJECTS_MAX);
  readonly #group = new GroupCommit<Job>((jobs) => this.#carryOut(jobs), GROUP_WEIGHT_MAX);

  constructor(parts: VaultWriterParts) {
    this.#parts = parts;
  }

  resolve(requests: readonly IndexedRequest[]): Promise<readonly Resolution[]> {
    return new Promise((resolve, reject) => {
      this.#group.add({ weight: requests.length, requests, names: [], settle: resolve, fail: reject });
    });
  }

  /** The keys by `keyId`; those that are missing are made. */
  keys(names: readonly KeyName[]): Promise<KeyAnswers> {
    return new Promise((resolve, reject) => {
      this.#group.add({ weight: names.length, requests: [], names, settle: (_, keys) => resolve(keys), fail: reject });
    });
  }

  /** Write the confirmations that have gathered, when there are enough of them. They may fail: they will be told again. */
  confirmSome(): void {
    if (this.#parts.links.pendingCount < PENDING_CONFIRMATIONS_MAX) return;
    this.#group.add({ weight: 1, requests: [], names: [], settle: () => {}, fail: () => {} });
  }

  /** Finish what is under way, and write what gathered. */
  async finish(): Promise<void> {
    await this.#group.drain();
    if (this.#parts.links.pendingCount > 0) await this.#write({ subjects: [], links: [], keys: [] });
  }

  async #carryOut(jobs: readonly Job[]): Promise<void> {
    try {
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        if (await this.#attempt(jobs, { optimistic: attempt === 0 })) return;
      }
      throw new VaultError('unavailable', `Other writers of the vault were faster ${ATTEMPTS_MAX} times; try again.`);
    } catch (error) {
      for (const job of jobs) job.fail(error);
    }
  }

  async #attempt(jobs: readonly Job[], { optimistic }: { readonly optimistic: boolean }): Promise<boolean> {
    const requests = jobs.flatMap((job) => job.requests);
    const known = await this.#readLinks(requests);
    const wanted = [...new Map(jobs.flatMap((job) => job.names).map((name) => [keyId(name), name])).values()];
    const isNew = ({ subjectId }: KeyName) => optimistic && this.#newSubjects.has(subjectId);
    const keys = await this.#readKeys(wanted.filter((name) => !isNew(name)));
    const missing = [...keys.missing, ...wanted.filter(isNew)];
    const plan = planLinks(
      requests,
      (entry) => known.get(entry),
      () => newSubjectId(this.#parts.now()),
    );
    const firstNames = plan.minted.map(({ subjectId }) => ({ subjectId, compartment: IDENTIFIERS_COMPARTMENT }));
    const made = await this.#parts.dataKeys.make([...firstNames, ...missing]);
    const createdAt = new Date(this.#parts.now()).toISOString();
    const committed = await this.#commit({
      subjects: plan.minted.map((subject) => ({ ...subject, createdAt })),
      links: [...plan.links].sort(byEntry),
      keys: made.map(({ row }) => row),
    });
    if (!committed) return false;
    for (const link of plan.links) this.#parts.links.keep(link);
    for (const { subjectId } of plan.minted) this.#newSubjects.set(subjectId, true);
    this.#settle(jobs, plan, this.#keepKeys(keys, made, firstNames.length));
    return true;
  }

  #settle(jobs: readonly Job[], plan: LinkPlan, keys: KeyAnswers): void {
    let next = 0;
    for (const job of jobs) {
      job.settle(plan.resolutions.slice(next, next + job.requests.length), keys);
      next += job.requests.length;
    }
  }

  #keepKeys(read: ReadKeys, made: readonly NewKey[], firstCount: number): KeyAnswers {
    const answers = new Map(read.answers);
    made.forEach((key, i) => {
      const raw = this.#parts.dataKeys.keep(key);
      if (i >= firstCount) answers.set(keyId(key.row), raw);
    });
    return answers;
  }

  async #readLinks(requests: readonly IndexedRequest[]): Promise<ReadonlyMap<string, Link>> {
    const known = new Map<string, Link>();
    const missing = new Set<string>();
    for (const { identifiers } of requests) {
      for (const { entry } of identifiers) {
        const link = this.#parts.links.get(entry);
        if (link === undefined) missing.add(entry);
        else known.set(entry, link);
      }
    }
    if (missing.size === 0) return known;
    for (const row of await this.#parts.storage.readLinks([...missing])) {
      if (row !== undefined) known.set(row.entry, this.#parts.links.adopt(row));
    }
    return known;
  }

  async #readKeys(wanted: readonly KeyName[]): Promise<ReadKeys> {
    const answers = new Map<string, KeyAnswer>();
    if (wanted.length === 0) return { answers, missing: [] };
    const stored = await this.#parts.storage.readKeys(wanted);
    const missing: KeyName[] = [];
    const rows: KeyRow[] = [];
    wanted.forEach((name, i) => {
      const key = stored[i];
      if (key === undefined || key === 'noSubject') answers.set(keyId(name), 'noSubject');
      else if (key === 'noKey') missing.push(name);
      else rows.push({ ...name, key });
    });
    const unwrapped = await this.#parts.dataKeys.unwrap(rows);
    rows.forEach((row, i) => answers.set(keyId(row), unwrapped[i] ?? 'damaged'));
    return { answers, missing };
  }

  async #commit(changes: Pick<VaultWrites, 'subjects' | 'links' | 'keys'>): Promise<boolean> {
    const empty = changes.subjects.length + changes.links.length + changes.keys.length === 0;
    if (empty && this.#parts.links.pendingCount < PENDING_CONFIRMATIONS_MAX) return true;
    return this.#write(changes);
  }

  async #write(changes: Pick<VaultWrites, 'subjects' | 'links' | 'keys'>): Promise<boolean> {
    const confirmations = this.#parts.links.pending();
    if (!(await this.#parts.storage.write({ ...changes, confirmations }))) return false;
    this.#parts.links.written(confirmations);
    return true;
  }
}

const random16 = new Uint8Array(16);

/** With pooled random bytes: the package's own cost five microseconds for each id. */
function newSubjectId(now: number): string {
  fillRandom(random16);
  return uuidv7({ msecs: now, random: random16 });
}

function byEntry(a: Link, b: Link): number {
  return a.entry < b.entry ? -1 : 1;
}
