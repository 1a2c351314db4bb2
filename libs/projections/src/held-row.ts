import type { HoldingKind } from './holding-kinds.ts';
import type { Wanted } from './holding-shapes.ts';

/** What is held of a person, as the ledger knows it now. */
export interface HeldRow {
  readonly kind: HoldingKind;
  readonly from: number;
  readonly to: number | null;
  readonly fromPosition: number;
  readonly toPosition: number | null;
}

/** A row with when it became known, and whether it is in the table. */
export interface KnownRow extends HeldRow {
  readonly knownFrom: number;
  /** Undefined while it is only in memory. */
  kindId: number | undefined;
  knownTo: number | null;
}

/** Whether rows that never ended have a category: of the same key, or of the same holder where that is enough. */
export function isAmong(rows: readonly KnownRow[], { key, holder }: Wanted, category: string): boolean {
  return rows.some(
    ({ kind }) =>
      (key === undefined ? kind.holder.kind === holder.kind && kind.holder.id === holder.id : kind.key === key) &&
      kind.categories.includes(category),
  );
}

/** What makes one row another than the one before it. */
export function nameOf({ kind, from, to, fromPosition, toPosition }: HeldRow): string {
  return `${kind.key}\n${kind.categories.join(' ')}\n${String(from)} ${String(to)} ${String(fromPosition)} ${String(toPosition)}`;
}
