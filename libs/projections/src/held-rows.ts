import { sql } from 'kysely';
import type { HoldingMark } from '#libs/domain';
import { EndsForAll, isAfter } from './ends-for-all.ts';
import type { EndForAll } from './ends-for-all.ts';
import { isAmong, nameOf } from './held-row.ts';
import type { HeldRow, KnownRow } from './held-row.ts';
import { HoldingKinds } from './holding-kinds.ts';
import type { Wanted } from './holding-shapes.ts';
import { PreparedQuery } from './prepared-query.ts';
import { ProjectionStamp, UNCHANGED } from './projection-stamp.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import type { OwnMark, Told } from './told.ts';
import { RecentPeople } from './recent-people.ts';
import { uuidText } from './uuid-text.ts';

/** A row of somebody, on its way into the table. */
interface NewRow {
  readonly subjectId: string;
  readonly row: KnownRow;
}

/** When, and by what was known at a position. */
interface Asked {
  readonly controllerId: string;
  readonly at: number;
  readonly position: number;
}

interface Closing {
  readonly subjectId: string;
  readonly kindId: number;
  readonly validFrom: number;
  readonly knownFrom: number;
  readonly knownTo: number;
}

interface Loaded {
  readonly subject_id: Uint8Array | string;
  readonly kind_id: number;
  readonly valid_from: number;
  readonly valid_to: number | null;
  readonly from_position: number;
  readonly to_position: number | null;
  readonly known_from: number;
}

/** People whose rows are kept in memory between batches: some ten megabytes. */
const PEOPLE_MAX = 20_000;

/**
 * What is held of people at the place in the log that is being projected: the rows of those who are met often stay in
 * memory. They are trusted only while the table says that nobody changed it since, so a batch that was rolled back, or
 * projected by another process, leaves nothing behind.
 */
export class HeldRows {
  readonly #kinds = new HoldingKinds();
  readonly #people = new RecentPeople<KnownRow[]>(PEOPLE_MAX);
  readonly #stamp = new ProjectionStamp('holdings');
  #endsForAll = new EndsForAll();
  /** Position of the last change the memory knows of; undefined while it is not to be trusted. */
  #changedAt: number | undefined;
  #lastChange = UNCHANGED;
  #isChanged = false;
  #added: NewRow[] = [];
  #closed: Closing[] = [];
  #close: PreparedQuery<Closing, object> | undefined;
  #load: PreparedQuery<{ readonly subjects: string }, Loaded> | undefined;

  get endsForAll(): EndsForAll {
    return this.#endsForAll;
  }

  /** Call first in every transaction, with the people whose rows are about to be looked at. */
  async begin(tx: ReadModelTransaction, people: Iterable<string>): Promise<void> {
    this.#added = [];
    this.#closed = [];
    this.#isChanged = false;
    await this.#kinds.refresh(tx);
    const position = await this.#stamp.read(tx);
    if (position !== this.#changedAt) {
      this.#people.clear();
      this.#endsForAll = await EndsForAll.read(tx);
    }
    this.#changedAt = undefined;
    this.#lastChange = position;
    await this.load(people, tx);
  }

  /** Read what is held of people, if it is not in memory. */
  async load(people: Iterable<string>, tx: ReadModelTransaction): Promise<void> {
    const missing = new Set<string>();
    for (const subjectId of people) if (this.#people.get(subjectId) === undefined) missing.add(subjectId);
    if (missing.size === 0) return;
    this.#load ??= new PreparedQuery((parameter) =>
      tx.query
        .selectFrom('holdings')
        .select(['subject_id', 'kind_id', 'valid_from', 'valid_to', 'from_position', 'to_position', 'known_from'])
        .where(sql<boolean>`subject_id in ${tx.dialect.uuidsOf(sql<string>`${parameter('subjects')}`)}`)
        .where('known_to', 'is', null),
    );
    const found = await this.#load.run(tx.query, { subjects: JSON.stringify([...missing]) });
    const kinds = await this.#kinds.kindsOf(new Set(found.map(({ kind_id }) => kind_id)), tx);
    for (const subjectId of missing) this.#people.set(subjectId, []);
    for (const row of found) {
      const kind = kinds.get(row.kind_id);
      if (kind === undefined) throw new Error('A holding is of a kind that is not there.');
      this.#people.get(uuidText(row.subject_id))?.push({
        kind,
        kindId: row.kind_id,
        from: row.valid_from,
        to: row.valid_to,
        fromPosition: row.from_position,
        toPosition: row.to_position,
        knownFrom: row.known_from,
        knownTo: null,
      });
    }
  }

  /** Whether a record says more than is on record of the person, ends for all up to a position included. */
  isNews({ subjectId, controllerId, at, shape }: Told, position: number): boolean {
    if (shape.wants === undefined) return true;
    const rows = this.#people.get(subjectId);
    if (rows === undefined || rows.length === 0) return shape.wants.length > 0;
    for (const wanted of shape.wants) {
      const asked = { controllerId, at: wanted.at ?? at, position };
      for (const category of wanted.categories) {
        if (!this.#isGiven(rows, wanted, category, asked)) return true;
      }
    }
    return false;
  }

  #isGiven(rows: readonly KnownRow[], wanted: Wanted, category: string, asked: Asked): boolean {
    for (const row of rows) if (this.#gives(row, wanted, category, asked)) return true;
    return false;
  }

  #gives(row: KnownRow, { holder, key }: Wanted, category: string, { controllerId, at, position }: Asked): boolean {
    const { kind, from, to } = row;
    if (from > at || (to !== null && to <= at) || kind.controllerId !== controllerId) return false;
    if (key === undefined ? kind.holder.kind !== holder.kind || kind.holder.id !== holder.id : kind.key !== key) {
      return false;
    }
    if (!kind.categories.includes(category)) return false;
    return !this.#endsForAll.reaching(kind, position).some((end) => isAfter(end, row) && end.at <= at);
  }

  /** Where everything that is on record of a person began. */
  beginningsOf(subjectId: string): readonly OwnMark[] {
    return (this.#people.get(subjectId) ?? []).map(({ kind, from: at, fromPosition: position }): OwnMark => {
      const { controllerId, holder, categories, identifiability, basis, dataset } = kind;
      const what = { holder, categories, identifiability, basis };
      const said = basis.purposes.length > 0 || holder.kind === 'successor';
      const mark: HoldingMark = said
        ? { says: 'begins', ...what, ...(dataset === undefined ? {} : { datasets: [dataset] }) }
        : { says: 'isThere', ...what };
      return { mark, at, position, controllerId };
    });
  }

  /**
   * What came in after everything that is on record of somebody who never lost anything, as nearly all does: it is added,
   * and nothing changes of the rest, which is what working it out again would come to.
   * @returns Whether it was so.
   */
  isAddedInOrder({ subjectId, controllerId, at, position, shape }: Told): boolean {
    const before = this.#people.get(subjectId) ?? [];
    const { wants } = shape;
    if (wants === undefined || !this.#endsForAll.isEmpty) return false;
    if (wants.some((wanted) => wanted.at !== undefined)) return false;
    if (before.some(({ kind, from, to }) => to !== null || from > at || kind.controllerId !== controllerId))
      return false;
    const rows = [...before];
    for (const wanted of wants) {
      const missing = wanted.categories.filter((category) => !isAmong(rows, wanted, category));
      if (missing.length === 0) continue;
      const isWhole = missing.length === wanted.categories.length;
      const kind = isWhole ? wanted.kind : { ...wanted.kind, categories: missing };
      const row = { kind, from: at, to: null, fromPosition: position, toPosition: null };
      rows.push({ ...row, knownFrom: position, knownTo: null, kindId: undefined });
    }
    this.#people.set(subjectId, rows);
    for (const row of rows.slice(before.length)) this.#added.push({ subjectId, row });
    if (rows.length > before.length) this.#noteChange(position);
    return true;
  }

  /** What is held of the person by that company now. Rows that stay as they are, are not touched. */
  replace(
    { subjectId, controllerId, position }: Pick<Told, 'subjectId' | 'controllerId' | 'position'>,
    now: readonly HeldRow[],
  ): void {
    const before = this.#people.get(subjectId) ?? [];
    const wanted = new Map(now.map((row) => [nameOf(row), row]));
    const kept = before.filter((row) => row.kind.controllerId !== controllerId || wanted.delete(nameOf(row)));
    for (const row of before) if (!kept.includes(row)) this.#endKnowing(row, subjectId, position);
    const added = [...wanted.values()].map((row): KnownRow => ({
      ...row,
      knownFrom: position,
      knownTo: null,
      kindId: undefined,
    }));
    this.#people.set(subjectId, [...kept, ...added]);
    for (const row of added) this.#added.push({ subjectId, row });
    if (added.length > 0 || kept.length < before.length) this.#noteChange(position);
  }

  #endKnowing(row: KnownRow, subjectId: string, position: number): void {
    row.knownTo = position;
    const { kindId, from: validFrom, knownFrom } = row;
    if (kindId === undefined) return;
    this.#closed.push({ subjectId, kindId, validFrom, knownFrom, knownTo: position });
  }

  async addEndForAll(controllerId: string, end: EndForAll, tx: ReadModelTransaction): Promise<void> {
    this.#endsForAll.add(controllerId, end);
    this.#noteChange(end.position);
    await tx.insertRows({
      table: 'holding_ends_for_all',
      columns: ['position', 'controller_id', 'recipient_id', 'ended_at', 'mark'],
      rows: [[end.position, controllerId, end.mark.holder.id, end.at, JSON.stringify(end.mark)]],
    });
  }

  #noteChange(position: number): void {
    this.#isChanged = true;
    this.#lastChange = Math.max(this.#lastChange, position);
  }

  /** Write what changed. Call last in every transaction. */
  async end(tx: ReadModelTransaction): Promise<void> {
    if (this.#isChanged) {
      await this.#closeRows(tx);
      await this.#insertRows(tx);
      await this.#kinds.save(tx);
      await this.#stamp.write(tx, this.#lastChange);
    }
    this.#changedAt = this.#lastChange;
  }

  async #closeRows(tx: ReadModelTransaction): Promise<void> {
    const { uuidOf } = tx.dialect;
    this.#close ??= new PreparedQuery((parameter) =>
      tx.query
        .updateTable('holdings')
        .set({ known_to: parameter('knownTo') })
        .where(sql<boolean>`subject_id = ${uuidOf(sql<string>`${parameter('subjectId')}`)}`)
        .where('kind_id', '=', parameter('kindId'))
        .where('valid_from', '=', parameter('validFrom'))
        .where('known_from', '=', parameter('knownFrom')),
    );
    for (const closing of this.#closed) await this.#close.run(tx.query, closing);
  }

  /** In the order of the log, so that kinds get the same numbers whatever the batches. */
  async #insertRows(tx: ReadModelTransaction): Promise<void> {
    const inOrder = this.#added.toSorted(
      (a, b) =>
        a.row.knownFrom - b.row.knownFrom || (a.subjectId < b.subjectId ? -1 : a.subjectId > b.subjectId ? 1 : 0),
    );
    const rows: SqlValue[][] = [];
    for (const { subjectId, row } of inOrder) {
      const kindId = await this.#kinds.idOf(row.kind, tx);
      row.kindId = kindId;
      const { from, to, fromPosition, toPosition, knownFrom, knownTo } = row;
      rows.push([subjectId, kindId, from, to, fromPosition, toPosition, knownFrom, knownTo]);
    }
    await tx.insertRows({ table: 'holdings', columns: COLUMNS, rows, uuids: ['subject_id'] });
  }
}

const COLUMNS = [
  'subject_id',
  'kind_id',
  'valid_from',
  'valid_to',
  'from_position',
  'to_position',
  'known_from',
  'known_to',
] as const;
