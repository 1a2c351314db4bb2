import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { RebuildSite } from './rebuild-site.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import {
  SqliteReadModelDatabase,
  discardWriteAheadLog,
  lockReadModels,
  syncToDisk,
} from './sqlite-read-model-database.ts';

/** Builds in a file beside the old one, which is renamed to take its place. */
export class SqliteRebuildSite extends RebuildSite {
  readonly #file: string;
  readonly #newFile: string;
  readonly #lock: Database.Database;
  #database: SqliteReadModelDatabase | undefined;

  /** @throws ProjectionError `locked` while a service or another rebuild runs */
  constructor(file: string) {
    super();
    this.#file = file;
    this.#newFile = `${file}.rebuild`;
    this.#lock = lockReadModels(file);
  }

  override async clear(): Promise<ReadModelDatabase> {
    await this.#database?.close();
    removeFile(this.#newFile);
    this.#database = SqliteReadModelDatabase.open({ file: this.#newFile, mode: 'bulk' });
    return this.#database;
  }

  override async replace(): Promise<void> {
    this.#database?.finishBulk();
    await this.#database?.close();
    if (existsSync(this.#newFile)) syncToDisk(this.#newFile);
    discardWriteAheadLog(this.#file);
    renameSync(this.#newFile, this.#file);
    syncToDisk(dirname(this.#file));
  }

  override async close(): Promise<void> {
    await this.#database?.close();
    removeFile(this.#newFile);
    this.#lock.close();
  }
}

function removeFile(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
