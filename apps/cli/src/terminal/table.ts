import { printable } from './printable.ts';

export interface Column {
  readonly title: string;
  /** Longest cell, in characters; a longer one ends in `…`. */
  readonly widthMax: number;
}

const GAP = '  ';

/** Rows as aligned lines, the titles first. Widths are those of the longest cell. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) =>
    columns.map(({ widthMax }, place) => shortened(printable(row[place] ?? ''), widthMax)),
  );
  const widths = columns.map((_, place) => Math.max(...cells.map((row) => row[place]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, place) => cell.padEnd(widths[place] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function shortened(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}
