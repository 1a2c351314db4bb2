import { sql } from 'kysely';
import type { HoldingMark } from '#libs/domain';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import type { OwnMark } from './told.ts';
import { uuidText } from './uuid-text.ts';

/** Records by which something that is held of a person went, or changed: few, and kept apart because each counts for ever. */
export class HoldingEndings {
  #added: SqlValue[][] = [];

  /** Call first in every transaction. */
  begin(): void {
    this.#added = [];
  }

  /** Those of people, in the order of the log. */
  async of(
    people: readonly string[],
    { query, dialect }: ReadModelTransaction,
  ): Promise<ReadonlyMap<string, readonly OwnMark[]>> {
    const rows = await query
      .selectFrom('holding_endings')
      .selectAll()
      .where(sql<boolean>`subject_id in ${dialect.uuidsOf(sql<string>`${JSON.stringify(people)}`)}`)
      .orderBy('position')
      .execute();
    const endings = new Map<string, OwnMark[]>();
    for (const { subject_id, position, controller_id: controllerId, ended_at: at, marks } of rows) {
      const subjectId = uuidText(subject_id);
      const of = endings.get(subjectId) ?? [];
      endings.set(subjectId, of);
      for (const mark of JSON.parse(marks) as readonly HoldingMark[]) of.push({ mark, at, position, controllerId });
    }
    return endings;
  }

  /** What one record says of a person; of what came in nothing is kept. */
  add(subjectId: string, marks: readonly OwnMark[]): void {
    const ending = marks.filter(isEnding);
    const [first] = ending;
    if (first === undefined) return;
    const { position, controllerId, at } = first;
    this.#added.push([subjectId, position, controllerId, at, JSON.stringify(ending.map(({ mark }) => mark))]);
  }

  async save(tx: ReadModelTransaction): Promise<void> {
    await tx.insertRows({
      table: 'holding_endings',
      columns: ['subject_id', 'position', 'controller_id', 'ended_at', 'marks'],
      rows: this.#added,
      uuids: ['subject_id'],
    });
    this.#added = [];
  }
}

export const isEnding = ({ mark }: Pick<OwnMark, 'mark'>): boolean => mark.says === 'ends' || mark.says === 'becomes';
