import { PreparedQuery } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';

interface MemberRow {
  readonly subject_id: string;
  readonly survivor_id: string;
}

/** Which subjects are the same person. */
export class SubjectIdentity {
  readonly #database: ReadModelDatabase;
  readonly #members: PreparedQuery<{ readonly subjectId: string }, MemberRow>;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
    this.#members = new PreparedQuery((parameter) =>
      database.query
        .selectFrom('subject_merges as asked')
        .innerJoin('subject_merges as member', 'member.survivor_id', 'asked.survivor_id')
        .select(['member.subject_id', 'member.survivor_id'])
        .where('asked.subject_id', '=', parameter('subjectId'))
        .orderBy('member.subject_id'),
    );
  }

  /** The subject that stands for this one, itself if it was never merged. */
  async survivorOf(subjectId: string): Promise<string> {
    const [row] = await this.#members.run(this.#database, { subjectId });
    return row?.survivor_id ?? subjectId;
  }

  /** All subjects that are the same person as this one, itself included, in the order of their ids. */
  async mergedSubjects(subjectId: string): Promise<readonly string[]> {
    const rows = await this.#members.run(this.#database, { subjectId });
    return rows.length === 0 ? [subjectId] : rows.map((row) => row.subject_id);
  }
}
