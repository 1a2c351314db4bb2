import { isInDatasets } from '#libs/domain';
import type { HoldingEnd, PlacedMark } from '#libs/domain';
import type { HoldingKind } from './holding-kinds.ts';
import type { Queryable } from './read-model-database.ts';

/** A record by which a recipient lost what it had of everybody. */
export interface EndForAll {
  readonly position: number;
  readonly at: number;
  readonly mark: HoldingEnd;
}

/** By recipient of a company. Of these there are few: whole services end in them. */
export class EndsForAll {
  readonly #byRecipient = new Map<string, EndForAll[]>();

  static async read({ query }: Queryable, controllers?: readonly string[]): Promise<EndsForAll> {
    const ends = new EndsForAll();
    let rows = query.selectFrom('holding_ends_for_all').selectAll();
    if (controllers !== undefined) rows = rows.where('controller_id', 'in', controllers);
    for (const row of await rows.orderBy('position').execute()) {
      const mark = JSON.parse(row.mark) as EndForAll['mark'];
      ends.add(row.controller_id, { position: row.position, at: row.ended_at, mark });
    }
    return ends;
  }

  add(controllerId: string, end: EndForAll): void {
    const key = keyOf(controllerId, end.mark.holder.id);
    this.#byRecipient.set(key, [...(this.#byRecipient.get(key) ?? []), end]);
  }

  /** Whether no recipient ever lost everything at once. */
  get isEmpty(): boolean {
    return this.#byRecipient.size === 0;
  }

  /** Those that reach holdings of this kind, known up to a position. */
  reaching(kind: HoldingKind, position: number): readonly EndForAll[] {
    if (kind.holder.kind !== 'recipient') return NONE;
    const ends = this.#byRecipient.get(keyOf(kind.controllerId, kind.holder.id));
    return ends === undefined
      ? NONE
      : ends.filter((end) => end.position <= position && isInDatasets(end.mark.datasets, kind.dataset));
  }

  /** The end of what a row says began, the row's own or an earlier one for all that was known at a position. */
  endOf(
    row: Begun & { readonly to: number | null },
    position: number,
  ): { readonly at: number; readonly position?: number } | undefined {
    let end: { readonly at: number; readonly position?: number } | undefined =
      row.to === null ? undefined : { at: row.to };
    for (const one of this.reaching(row.kind, position)) {
      if (isAfter(one, row) && one.at < (end?.at ?? Infinity)) end = one;
    }
    return end;
  }

  /** As marks of every person of a company, up to a position. */
  marksOf(controllerId: string, position: number): readonly PlacedMark[] {
    return [...this.#byRecipient]
      .filter(([key]) => key.startsWith(`${controllerId} `))
      .flatMap(([, ends]) => ends)
      .filter((end) => end.position <= position);
  }
}

/** A row, as far as it says when something began. */
interface Begun {
  readonly kind: HoldingKind;
  readonly from: number;
  readonly fromPosition: number;
}

/** Of two things at one instant, the one recorded later counts as the later. */
export function isAfter({ at, position }: EndForAll, { from, fromPosition }: Omit<Begun, 'kind'>): boolean {
  return at > from || (at === from && position > fromPosition);
}

const NONE: readonly EndForAll[] = [];
const keyOf = (controllerId: string, recipientId: string): string => `${controllerId} ${recipientId}`;
