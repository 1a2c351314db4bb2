import Database from 'better-sqlite3';
import { asVaultError } from './sqlite-vault-file.ts';
import { VaultError } from './vault.ts';

export interface CopiedVault {
  /** Which key-encryption keys open what is in it. */
  readonly kekIds: readonly string[];
}

/** Copied at a time, in pages of 4 KiB: about 10 ms. */
const PAGES_AT_A_TIME = 4_000;

/**
 * The copying of a vault's file, for a backup of vault and log together, while a service may be writing to both. It is begun
 * before the log is copied and carried out after that: so the copy has every key that the copied log needs, and still knows
 * which links the copied log may lack.
 */
export class SqliteVaultCopy {
  readonly #file: string;
  /** The vault as it was when this was begun. */
  readonly #before: Database.Database;

  private constructor(file: string, before: Database.Database) {
    this.#file = file;
    this.#before = before;
  }

  /** @throws VaultError `unavailable`, `damaged`. */
  static begin(file: string): SqliteVaultCopy {
    return attempt(() => new SqliteVaultCopy(file, openAtInstant(file)));
  }

  /**
   * @param to File of the copy; must not be there.
   * @throws VaultError `damaged` where the vault, or the copy, is not sound; `unavailable`.
   */
  async carryOut(to: string, onProgress?: (copied: number, total: number) => void): Promise<CopiedVault> {
    try {
      await copyFile(this.#file, to, onProgress);
      return finish(to, this.#before);
    } catch (error) {
      throw asVaultError(error);
    }
  }

  close(): void {
    this.#before.close();
  }
}

/** What is written later is not seen, as long as it is open. */
function openAtInstant(file: string): Database.Database {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  database.exec('begin');
  database.prepare('select count(*) from secrets').get();
  return database;
}

async function copyFile(file: string, to: string, onProgress?: (copied: number, total: number) => void): Promise<void> {
  const source = openAtInstant(file);
  try {
    const pageBytes = Number(source.pragma('page_size', { simple: true }));
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.((totalPages - remainingPages) * pageBytes, totalPages * pageBytes);
        return PAGES_AT_A_TIME;
      },
    });
  } finally {
    source.close();
  }
}

/**
 * A link counts as being in the log only where it did before the log was copied. The others are told again with the
 * subject's next record, at worst twice, which is harmless; a link that is in no log would never be told.
 */
function finish(to: string, before: Database.Database): CopiedVault {
  const copy = new Database(to);
  try {
    const fault = copy.pragma('quick_check(1)', { simple: true });
    if (fault !== 'ok') throw new VaultError('damaged', `The copy of the vault is damaged: ${String(fault)}`);
    const unconfirm = copy.prepare<[Uint8Array, string]>(
      'insert into unconfirmed_links (entry, subject_id) values (?, ?) on conflict do nothing',
    );
    const links = linksNotConfirmed(copy, before);
    copy.transaction(() => links.forEach(({ entry, subjectId }) => unconfirm.run(entry, subjectId)))();
    // One file, without a write-ahead log beside it.
    copy.pragma('journal_mode = delete');
    const kekIds = copy
      .prepare<[], string>('select kek_id from secrets union select kek_id from data_keys order by 1')
      .pluck()
      .all();
    return { kekIds };
  } finally {
    copy.close();
  }
}

interface CopiedLink {
  readonly entry: Buffer;
  readonly subjectId: string;
}

/** Both sides come in the order of their entries, so memory holds only what differs. */
function linksNotConfirmed(copy: Database.Database, before: Database.Database): readonly CopiedLink[] {
  const confirmed = before
    .prepare<[], Buffer>(
      `select entry from blind_index b where not exists (select 1 from unconfirmed_links u where u.entry = b.entry)
       order by entry`,
    )
    .pluck()
    .iterate();
  const links = copy
    .prepare<[], CopiedLink>('select entry, subject_id as "subjectId" from blind_index order by entry')
    .iterate();
  const found: CopiedLink[] = [];
  let next = confirmed.next();
  for (const link of links) {
    while (next.done !== true && Buffer.compare(next.value, link.entry) < 0) next = confirmed.next();
    if (next.done === true || !next.value.equals(link.entry)) found.push(link);
  }
  confirmed.return?.();
  return found;
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asVaultError(error);
  }
}
