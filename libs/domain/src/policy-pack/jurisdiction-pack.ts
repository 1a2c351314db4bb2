import type { LawRow } from '../deadline/law.ts';
import type { RuleData } from './policy-pack.ts';

/** What the law of one jurisdiction demands of every record, in the same rule kinds as policies. */
export interface JurisdictionPack {
  readonly title: string;
  readonly rules: readonly LawRule[];
}

/** A provision: `CN-PIPL-23`. */
export interface LawRule extends LawRow {
  /** What it demands, in one English sentence. */
  readonly says: string;
  /** The provision in its own language, where it was read in the original. */
  readonly quote?: { readonly language: string; readonly text: string };
  readonly rules: readonly RuleData[];
  /** Why no record can decide it; then it has no rules. */
  readonly notMachineCheckable?: string;
}
