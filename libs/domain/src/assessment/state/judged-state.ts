import type { Fact } from '../fact.ts';
import type { MissingCode } from '../missing.ts';
import type { Finding } from '../verdict.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

/** A judged act that did not conform, with what was missing. */
export interface OpenFact extends Dated {
  readonly missing: readonly MissingCode[];
}

export interface JudgedState {
  readonly open: readonly OpenFact[];
  /** When the latest judged act happened, in milliseconds since 1970. Left out: none was judged. */
  readonly lastActAt?: number;
}

export const nothingJudged: JudgedState = { open: [] };

/** Acts remembered that did not conform. Beyond it the oldest are forgotten, and only a re-assessment finds them. */
const OPEN_COUNT_MAX = 200;

/** The state after an act was judged: again, if it had been before. */
export function noteVerdict<S extends JudgedState>(state: S, { id, at }: Fact, findings: readonly Finding[]): S {
  const missing = [...new Set(findings.flatMap((finding) => finding.missing?.code ?? []))];
  const others = state.open.filter((one) => one.id !== id);
  const open = missing.length === 0 ? others : withDated(others, { id, at, missing }, OPEN_COUNT_MAX);
  return { ...state, open, lastActAt: Math.max(state.lastActAt ?? at, at) };
}
