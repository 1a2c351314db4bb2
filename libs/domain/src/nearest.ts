/** Longest text compared, in UTF-16 code units: names are shorter, and the cost grows with the square. */
const COMPARED_LENGTH_MAX = 48;

export interface Candidate {
  /** What is suggested. */
  readonly name: string;
  /** Texts it may have been meant by, folded. */
  readonly spellings: readonly string[];
}

/** A name that can be suggested, with the texts it may have been meant by. */
export function candidate(name: string, spellings: readonly string[]): Candidate {
  return { name, spellings: spellings.map(fold) };
}

/**
 * Names of the candidates nearest to what was written, best first, at most `n`. A candidate counts if at most half of the
 * longer text differs, or one contains the other. Cost: candidates × spellings × 48² steps at most.
 */
export function nearestOf(candidates: readonly Candidate[], written: string, n: number): readonly string[] {
  const wanted = fold(written);
  if (wanted === '') return [];
  return candidates
    .map(({ name, spellings }) => ({
      name,
      distance: Math.min(...spellings.map((spelling) => distance(wanted, spelling))),
    }))
    .filter((found) => found.distance <= 0.5)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, n)
    .map((found) => found.name);
}

/** Spelling without case, spaces and separators, so that `e-mail address` is as near to `EmailAddress` as can be. */
function fold(text: string): string {
  return text
    .slice(0, COMPARED_LENGTH_MAX)
    .toLowerCase()
    .replaceAll(/[\s_.-]/g, '');
}

/** Part of the longer text that differs: 0 for equal, 1 for nothing in common. */
function distance(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  if (shorter === 0) return 1;
  // A part of the name is a good guess ("Email" for EmailAddress), a better one the more of it is there.
  if (shorter >= 3 && (a.includes(b) || b.includes(a))) return 0.4 * (1 - shorter / longer);
  // More than half would have to be filled in alone: too far already.
  if (longer - shorter > longer / 2) return 1;
  return edits(a, b, longer / 2) / longer;
}

/** Levenshtein distance, in two rows; anything above the limit counts as infinite and is not counted out. */
function edits(a: string, b: string, limit: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substituted = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    if (Math.min(...current) > limit) return Infinity;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
