import { PreparedQuery } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { edgeBetween } from '../subject-merges.ts';

interface MemberRow {
  readonly subject_id: string;
  readonly survivor_id: string;
}

/** A person as a query needs it: who the subject is, and how far the read models have come, of one moment. */
export interface PersonNow {
  /** All subjects that are this person, itself included, in the order of their ids. */
  readonly subjects: readonly string[];
  /** Position of the last event projected, `undefined` before the first. */
  readonly head: number | undefined;
}

interface PersonRow {
  readonly position: number | null;
  readonly subject_id: string | null;
}

/** Which subjects are the same person. */
export class SubjectIdentity {
  readonly #database: ReadModelDatabase;
  readonly #members: PreparedQuery<{ readonly subjectId: string }, MemberRow>;
  readonly #edge: PreparedQuery<{ readonly one: string; readonly two: string }, { readonly position: number }>;
  readonly #now: PreparedQuery<{ readonly subjectId: string }, PersonRow>;

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
    this.#edge = new PreparedQuery((parameter) =>
      database.query
        .selectFrom('merge_edges')
        .select('position')
        .where(edgeBetween(parameter('one'), parameter('two'))),
    );
    this.#now = new PreparedQuery((parameter) =>
      database.query
        .selectFrom('projection_progress')
        .leftJoin('subject_merges as asked', (join) => join.on('asked.subject_id', '=', parameter('subjectId')))
        .leftJoin('subject_merges as member', 'member.survivor_id', 'asked.survivor_id')
        .select(['projection_progress.position', 'member.subject_id'])
        .orderBy('member.subject_id'),
    );
  }

  async now(subjectId: string): Promise<PersonNow> {
    const rows = await this.#now.run(this.#database.query, { subjectId });
    const subjects = rows.flatMap((row) => row.subject_id ?? []);
    return { subjects: subjects.length === 0 ? [subjectId] : subjects, head: rows[0]?.position ?? undefined };
  }

  /** The subject that stands for this one, itself if it was never merged. */
  async survivorOf(subjectId: string): Promise<string> {
    const [row] = await this.#members.run(this.#database.query, { subjectId });
    return row?.survivor_id ?? subjectId;
  }

  /** All subjects that are the same person as this one, itself included, in the order of their ids. */
  async mergedSubjects(subjectId: string): Promise<readonly string[]> {
    const rows = await this.#members.run(this.#database.query, { subjectId });
    return rows.length === 0 ? [subjectId] : rows.map((row) => row.subject_id);
  }

  /** Whether one was merged into the other, not only both with others: only that can be taken back. */
  async mergedDirectly(one: string, two: string): Promise<boolean> {
    return (await this.#edge.run(this.#database.query, { one, two })).length > 0;
  }
}
