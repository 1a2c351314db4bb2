import type { RuleData } from './policy-pack.ts';

/** What the law of one jurisdiction demands of every record, in the same rule kinds as policies. */
export interface JurisdictionPack {
  /** ISO 3166 code, `EU` or `EEA`. */
  readonly jurisdiction: string;
  /** `PIPL`, `GDPR`. */
  readonly instrument: string;
  readonly title: string;
  readonly rules: readonly LawRule[];
}

export interface LawRule {
  /** Stable for ever: `CN-PIPL-23`. */
  readonly id: string;
  readonly article: string;
  /** What it demands, in one English sentence. */
  readonly says: string;
  /** The provision in its own language, where it was read in the original. */
  readonly quote?: { readonly language: string; readonly text: string };
  readonly status: 'inForce' | 'enacted' | 'proposed';
  /** RFC 3339 with offset. */
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly source: string;
  /** Day it was last compared with its source, `2026-11-22`. */
  readonly verifiedOn: string;
  readonly confidence: 'primary' | 'quoted' | 'secondary' | 'unverified';
  readonly rules: readonly RuleData[];
}
