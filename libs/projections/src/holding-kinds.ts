import { createHash } from 'node:crypto';
import { heldKey } from '#libs/domain';
import type { HeldData, Holder, Identifiability } from '#libs/domain';
import { PreparedQuery } from './prepared-query.ts';
import type { Queryable, ReadModelTransaction, SqlValue } from './read-model-database.ts';

/** What is held by whom: of one company, of whatever person. */
export interface HoldingKind extends HeldData {
  readonly controllerId: string;
  /** All that it has to agree in with another one, categories apart. */
  readonly key: string;
}

export function holdingKind(controllerId: string, held: HeldData): HoldingKind {
  return { ...held, controllerId, key: heldKey(held) };
}

const KIND_COLUMNS = [
  'id',
  'controller_id',
  'holder_kind',
  'holder_id',
  'dataset',
  'identifiability',
  'legal_basis',
  'ground',
  'purposes',
  'digest',
] as const;

/** Kinds known without asking: far more than companies report, and a bound on what strange ones cost in memory. */
const KNOWN_MAX = 20_000;

/** Numbers for kinds of holdings, given in the order in which they first appear. */
export class HoldingKinds {
  readonly #ids = new Map<string, number>();
  readonly #kinds = new Map<number, HoldingKind>();
  /** Of kinds that are the very same, as those of one shape of records are. */
  #idsOfMet = new WeakMap<HoldingKind, number>();
  #highest = 0;
  #readHighest: PreparedQuery<object, { readonly highest: number | null }> | undefined;
  #added: { readonly id: number; readonly kind: HoldingKind; readonly digest: string }[] = [];

  /** Call first in every transaction: what a batch that was rolled back had added is forgotten. */
  async refresh({ query }: ReadModelTransaction): Promise<void> {
    this.#added = [];
    this.#readHighest ??= new PreparedQuery(() =>
      query.selectFrom('holding_kinds').select((eb) => eb.fn.max('id').as('highest')),
    );
    const [row] = await this.#readHighest.run(query, {});
    const highest = row?.highest ?? 0;
    if (highest === this.#highest && this.#ids.size < KNOWN_MAX) return;
    this.#ids.clear();
    this.#idsOfMet = new WeakMap();
    this.#kinds.clear();
    this.#highest = highest;
  }

  /** The number of a kind, a new one if it has none. */
  async idOf(kind: HoldingKind, { query }: ReadModelTransaction): Promise<number> {
    const met = this.#idsOfMet.get(kind);
    if (met !== undefined) return met;
    const id = await this.#idByName(kind, query);
    this.#idsOfMet.set(kind, id);
    return id;
  }

  async #idByName(kind: HoldingKind, query: ReadModelTransaction['query']): Promise<number> {
    const name = `${kind.controllerId}\n${kind.key}\n${kind.categories.join(' ')}`;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const digest = createHash('sha256').update(name).digest('base64url');
    const stored = await query.selectFrom('holding_kinds').select('id').where('digest', '=', digest).executeTakeFirst();
    const id = stored?.id ?? (this.#highest += 1);
    if (stored === undefined) this.#added.push({ id, kind, digest });
    this.#ids.set(name, id);
    this.#kinds.set(id, kind);
    return id;
  }

  /** Kinds by their numbers, those of this transaction included. */
  async kindsOf(ids: ReadonlySet<number>, tx: ReadModelTransaction): Promise<ReadonlyMap<number, HoldingKind>> {
    const unknown = [...ids].filter((id) => !this.#kinds.has(id));
    if (unknown.length > 0) for (const [id, kind] of await readKinds(tx, unknown)) this.#kinds.set(id, kind);
    return this.#kinds;
  }

  /** Write the kinds that are new in this transaction. */
  async save(tx: ReadModelTransaction): Promise<void> {
    const kinds: SqlValue[][] = [];
    const categories: SqlValue[][] = [];
    for (const { id, kind, digest } of this.#added) {
      const { controllerId, holder, dataset, identifiability, basis } = kind;
      const { legalBasis, ground, purposes } = basis;
      kinds.push([
        id,
        controllerId,
        holder.kind,
        holder.id,
        dataset ?? null,
        identifiability,
        legalBasis ?? null,
        ground ?? null,
        JSON.stringify(purposes),
        digest,
      ]);
      for (const category of kind.categories) categories.push([category, id]);
    }
    await tx.insertRows({ table: 'holding_kinds', columns: KIND_COLUMNS, rows: kinds });
    await tx.insertRows({ table: 'holding_kind_categories', columns: ['category', 'kind_id'], rows: categories });
    this.#added = [];
  }
}

/** Kinds as they are stored, with their categories. */
export async function readKinds(
  { query }: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, HoldingKind>> {
  const kinds = new Map<number, HoldingKind>();
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    const some = ids.slice(from, from + IDS_MAX);
    const rows = await query.selectFrom('holding_kinds').selectAll().where('id', 'in', some).execute();
    const named = await query
      .selectFrom('holding_kind_categories')
      .selectAll()
      .where('kind_id', 'in', some)
      .orderBy('category')
      .execute();
    const categories = Map.groupBy(named, ({ kind_id }) => kind_id);
    for (const row of rows) {
      const held: HeldData = {
        holder: { kind: row.holder_kind as Holder['kind'], id: row.holder_id },
        categories: (categories.get(row.id) ?? []).map(({ category }) => category),
        ...(row.dataset === null ? {} : { dataset: row.dataset }),
        identifiability: row.identifiability as Identifiability,
        basis: {
          purposes: JSON.parse(row.purposes) as readonly string[],
          ...(row.legal_basis === null ? {} : { legalBasis: row.legal_basis }),
          ...(row.ground === null ? {} : { ground: row.ground }),
        },
      };
      kinds.set(row.id, holdingKind(row.controller_id, held));
    }
  }
  return kinds;
}

/** Parameters of one statement: fewer than any engine takes. */
const IDS_MAX = 500;

export async function createHoldingKinds({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('holding_kinds')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('controller_id', 'text', (column) => column.notNull())
    .addColumn('holder_kind', 'text', (column) => column.notNull())
    .addColumn('holder_id', 'text', (column) => column.notNull())
    .addColumn('dataset', 'text')
    .addColumn('identifiability', 'text', (column) => column.notNull())
    .addColumn('legal_basis', 'text')
    .addColumn('ground', 'text')
    .addColumn('purposes', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .execute();
  await query.schema
    .createIndex('holding_kinds_by_holder')
    .on('holding_kinds')
    .columns(['controller_id', 'holder_kind', 'holder_id'])
    .execute();
  await dialect
    .orderByPrimaryKey(
      query.schema
        .createTable('holding_kind_categories')
        .addColumn('kind_id', 'integer', (column) => column.notNull())
        .addColumn('category', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('holding_kind_categories_key', ['kind_id', 'category']),
    )
    .execute();
}
