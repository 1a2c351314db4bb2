import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { EndsForAll } from './ends-for-all.ts';
import type { EndForAll } from './ends-for-all.ts';
import { readKinds } from './holding-kinds.ts';
import type { HoldingKind } from './holding-kinds.ts';
import type { Queryable } from './read-model-database.ts';

/** By whom, and what: of one company's people. */
export interface HeldBy {
  readonly controllerId: string;
  /** Held by one of these recipients; undefined: by the company itself. */
  readonly recipients?: readonly string[] | undefined;
  /** IRIs, one of which is held; undefined: whatever it is. */
  readonly categories?: readonly string[] | undefined;
  /** Lying in one of these data sets, as far as that is declared; undefined: anywhere. */
  readonly datasets?: readonly string[] | undefined;
}

/** Kinds of what is held like that, by their numbers. */
export async function kindsHeld(database: Queryable, held: HeldBy): Promise<ReadonlyMap<number, HoldingKind>> {
  const { controllerId, recipients, categories, datasets } = held;
  let rows = database.query.selectFrom('holding_kinds').select('id').where('controller_id', '=', controllerId);
  rows =
    recipients === undefined
      ? rows.where('holder_kind', '=', 'controller')
      : rows.where('holder_kind', '=', 'recipient').where('holder_id', 'in', recipients);
  if (datasets !== undefined) rows = rows.where('dataset', 'in', datasets);
  if (categories !== undefined) {
    rows = rows.where((eb) =>
      eb.exists(
        eb
          .selectFrom('holding_kind_categories')
          .select('kind_id')
          .whereRef('kind_id', '=', 'holding_kinds.id')
          .where('category', 'in', categories),
      ),
    );
  }
  return readKinds(
    database,
    (await rows.orderBy('id').execute()).map(({ id }) => id),
  );
}

/** What was held from one instant to another, both inclusive, as it was known at a position of the log. */
export interface HeldBetween {
  readonly kinds: ReadonlyMap<number, HoldingKind>;
  readonly ends: EndsForAll;
  readonly known: number;
  /** On rows of `holdings`. */
  readonly condition: RawBuilder<boolean>;
}

export async function heldBetween(
  database: Queryable,
  {
    kinds,
    from,
    to,
    known,
  }: {
    readonly kinds: ReadonlyMap<number, HoldingKind>;
    readonly from: number;
    readonly to: number;
    readonly known: number;
  },
): Promise<HeldBetween> {
  const controllers = [...new Set([...kinds.values()].map(({ controllerId }) => controllerId))];
  const ends = controllers.length === 0 ? new EndsForAll() : await EndsForAll.read(database, controllers);
  // What came in until the last end for all before that time was gone by then, whatever its row says.
  const cut = Map.groupBy(kinds, ([, kind]) => lastOf(ends.reaching(kind, known).filter(({ at }) => at <= from)));
  const held = [...cut].map(([end, group]) => {
    const ids = sql.join(group.map(([id]) => sql.lit(id)));
    if (end === undefined) return sql<boolean>`holdings.kind_id in (${ids})`;
    return sql<boolean>`(holdings.kind_id in (${ids}) and (holdings.valid_from > ${end.at}
      or (holdings.valid_from = ${end.at} and holdings.from_position > ${end.position})))`;
  });
  const ofKinds = held.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`(${sql.join(held, sql` or `)})`;
  return {
    kinds,
    ends,
    known,
    condition: sql<boolean>`${ofKinds}
      and holdings.valid_from <= ${to} and (holdings.valid_to is null or holdings.valid_to > ${from})
      and holdings.known_from <= ${known} and (holdings.known_to is null or holdings.known_to > ${known})`,
  };
}

function lastOf(ends: readonly EndForAll[]): EndForAll | undefined {
  return ends.toSorted((a, b) => a.at - b.at || a.position - b.position).at(-1);
}
