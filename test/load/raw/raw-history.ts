import Database from 'better-sqlite3';

/** As the ledger's readers set them. */
const PRAGMAS = ['query_only = ON', 'cache_size = -16384'];
const COLUMNS = `r.event_id, r.stream_name, r.revision, k.type, k.family, k.stream_category, r.controller_id, r.subject_id,
  r.occurred_at, r.recorded_at, r.actor_id, k.recorded_by, r.correlation_id, k.policy_version, r.payload, k.sealed`;

interface PersonRow {
  readonly position: number | null;
  readonly subject_id: string | null;
}

export interface RawEntry {
  readonly position: number;
  readonly data: unknown;
}

interface HistoryRow {
  readonly position: number;
  readonly payload: string;
}

/** The newest page of a person's history, written by hand: who the person is, own entries and mentions, payloads parsed. */
export class RawHistory {
  readonly #database: Database.Database;
  readonly #person: Database.Statement<[string], PersonRow>;
  readonly #page: Database.Statement<[string, number, string, number, number], HistoryRow>;

  constructor(file: string) {
    this.#database = new Database(file, { readonly: true });
    for (const pragma of PRAGMAS) this.#database.pragma(pragma);
    this.#person = this.#database.prepare(
      `SELECT p.position, m.subject_id FROM projection_progress p
       LEFT JOIN subject_merges a ON a.subject_id = ? LEFT JOIN subject_merges m ON m.survivor_id = a.survivor_id`,
    );
    this.#page = this.#database.prepare(
      `SELECT r.position, ${COLUMNS} FROM records r JOIN record_kinds k ON k.id = r.kind_id
       WHERE r.subject_id = unhex(?, '-') AND r.position < ?
       UNION ALL
       SELECT m.position, ${COLUMNS} FROM mentioned_subjects m JOIN records r ON r.position = m.position
       JOIN record_kinds k ON k.id = r.kind_id WHERE m.subject_id = unhex(?, '-') AND m.position < ?
       ORDER BY position DESC LIMIT ?`,
    );
  }

  /** Of a subject that was never merged. */
  newest(subjectId: string, limit: number): readonly RawEntry[] {
    const persons = this.#person.all(subjectId);
    if (persons.some((person) => person.subject_id !== null)) throw new Error('The subject was merged.');
    const before = (persons[0]?.position ?? 0) + 1;
    return this.#page
      .all(subjectId, before, subjectId, before, limit + 1)
      .map((row) => ({ ...row, data: JSON.parse(row.payload) as unknown }));
  }

  close(): void {
    this.#database.close();
  }
}
