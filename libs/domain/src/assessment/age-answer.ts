import type { EvidenceState, KnownAge } from './state/evidence-state.ts';

/** What is known of whether a person was younger than so many years at an instant, and from which record. */
export type AgeAnswer =
  { readonly state: 'younger' | 'notYounger'; readonly evidence: string } | { readonly state: 'unknown' };

/** Years completed at the time it was recorded: the fewest and the most that the band allows. */
const YEARS: { readonly [B in KnownAge['band']]: readonly [number, number] } = {
  '0-12': [0, 12],
  '13': [13, 13],
  '14-15': [14, 15],
  '16-17': [16, 17],
  '18+': [18, Infinity],
};

/** Milliseconds of a year, leap days shared out. */
const YEAR = 365.25 * 86_400_000;

/** What the record nearest before the instant says, or else the nearest after it: nobody grows younger. */
export function askAge({ ages }: EvidenceState, under: number, at: number): AgeAnswer {
  const before = ages.findLast((age) => age.at <= at);
  const answer = before === undefined ? undefined : answerOf(before, under, at);
  if (answer !== undefined) return answer;
  for (const after of ages.filter((age) => age.at > at)) {
    const later = answerOf(after, under, at);
    if (later !== undefined) return later;
  }
  return { state: 'unknown' };
}

/**
 * Whole years that passed are added; a birthday within a year is for a new record to tell. Looking back, only what a later
 * age makes certain is said. An unknown age is no adult's: where the band leaves it open, nothing is.
 */
function answerOf({ id, at: recorded, band }: KnownAge, under: number, at: number): AgeAnswer | undefined {
  const [fewest, most] = YEARS[band];
  const passed = (at - recorded) / YEAR;
  const grown = Math.floor(passed);
  if (fewest + grown >= under) return { state: 'notYounger', evidence: id };
  return most + Math.max(grown, 0) < under ? { state: 'younger', evidence: id } : undefined;
}
