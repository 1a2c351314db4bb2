import pg from 'pg';

const COLUMNS = `r.event_id, r.stream_name, r.revision, k.type, k.family, k.stream_category, r.controller_id, r.subject_id,
  r.occurred_at, r.recorded_at, r.actor_id, k.recorded_by, r.correlation_id, k.policy_version, r.payload, k.sealed`;

/** The newest page of a person's history on PostgreSQL, written by hand: two prepared statements, as on SQLite. */
export class RawPostgresHistory {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(connectionString: string, schema: string): Promise<RawPostgresHistory> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    for (const set of [`search_path = ${schema}`, 'plan_cache_mode = force_generic_plan', 'jit = off']) {
      await client.query(`SET ${set}`);
    }
    return new RawPostgresHistory(client);
  }

  /** Of a subject that was never merged. @returns number of entries */
  async newest(subjectId: string, limit: number): Promise<number> {
    const person = await this.#client.query<{ readonly position: string; readonly subject_id: string | null }>({
      name: 'person',
      text: `SELECT p.position, m.subject_id FROM projection_progress p
        LEFT JOIN subject_merges a ON a.subject_id = $1 LEFT JOIN subject_merges m ON m.survivor_id = a.survivor_id`,
      values: [subjectId],
    });
    if (person.rows.some((row) => row.subject_id !== null)) throw new Error('The subject was merged.');
    const { rows } = await this.#client.query<{ readonly payload: string }>({
      name: 'page',
      text: `SELECT r.position, ${COLUMNS} FROM records r JOIN record_kinds k ON k.id = r.kind_id
        WHERE r.subject_id = $1 AND r.position < $2
        UNION ALL
        SELECT m.position, ${COLUMNS} FROM mentioned_subjects m JOIN records r ON r.position = m.position
        JOIN record_kinds k ON k.id = r.kind_id WHERE m.subject_id = $1 AND m.position < $2
        ORDER BY position DESC LIMIT $3`,
      values: [subjectId, Number(person.rows[0]?.position ?? 0) + 1, limit + 1],
    });
    return rows.map(({ payload }) => JSON.parse(payload) as unknown).length;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
