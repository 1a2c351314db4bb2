import { crc32 } from 'node:zlib';
import type Database from 'better-sqlite3';

/** Of a larger vault the check would hold up the start: about 20 ms per MiB. */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024;

/**
 * A sum over the rows of the blind index, the subjects, and whose keys there are. SQLite notices a damaged page, but not a damaged
 * value in it: a flipped bit would part a person from their history without a word, or make a lost key pass for an erased one.
 * The keys themselves need no such sum, they are authenticated each by itself.
 */
export const DIGEST_TABLE = `create table contents (
  id integer not null primary key check (id = 1),
  digest integer not null
)`;

/** Rows may come and go in any order, and the sum is the same; adding a row again takes it out. 32 bits find what nobody intended. */
export const addedTo = (digest: number, row: string): number => (digest ^ crc32(row)) >>> 0;

export const rowOfLink = (entry: string, subjectId: string): string => `link ${entry} ${subjectId}`;
export const rowOfKey = (subjectId: string, compartment: string): string => `key ${subjectId} ${compartment}`;
export const rowOfSubject = (subjectId: string, realm: string, createdAt: string): string =>
  `subject ${subjectId} ${realm} ${createdAt}`;

/** Over what is in the tables now. */
export function digestOf(database: Database.Database): number {
  let digest = 0;
  const links = database.prepare<[], [Uint8Array, string]>('select entry, subject_id from blind_index').raw();
  for (const [entry, subjectId] of links.iterate()) {
    digest = addedTo(digest, rowOfLink(Buffer.from(entry).toString('hex'), subjectId));
  }
  const subjects = database.prepare('select subject_id, realm, created_at from subjects').raw();
  for (const [subjectId, realm, createdAt] of subjects.iterate() as IterableIterator<[string, string, string]>) {
    digest = addedTo(digest, rowOfSubject(subjectId, realm, createdAt));
  }
  const keys = database.prepare('select subject_id, compartment from data_keys').raw();
  for (const [subjectId, compartment] of keys.iterate() as IterableIterator<[string, string]>) {
    digest = addedTo(digest, rowOfKey(subjectId, compartment));
  }
  return digest;
}

export function isWorthChecking(database: Database.Database): boolean {
  const pages = Number(database.pragma('page_count', { simple: true }));
  return pages * Number(database.pragma('page_size', { simple: true })) <= CHECKED_BYTES_MAX;
}
