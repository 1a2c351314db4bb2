import type { StoredValue } from '../stored-event.ts';
import type { Topic } from './topic.ts';

/**
 * One version of a company's policy as data: every rule of the text as a row with the clause it stands in. Plain JSON, so that it can be
 * kept in an event and read again for ever; terms are IRIs once it has been read.
 */
export interface PolicyPack {
  readonly controllerId: string;
  /** Names the policy itself uses for the company, the official one first. */
  readonly names: readonly string[];
  /** Slug that records name the version by. */
  readonly policyVersion: string;
  /** RFC 3339 with offset. The version counts for what happens from then on. */
  readonly effectiveFrom: string;
  /** Set if the text names no date and `effectiveFrom` is what the pack's author settled on. */
  readonly effectiveFromAssumed?: boolean;
  /** BCP 47, of the text the clauses are quoted from. */
  readonly language: string;
  /** BCP 47, of the text that prevails where they differ. */
  readonly authoritativeLanguage: string;
  /** Whose law applies to the company's processing in any case: ISO 3166 codes, `EU` or `EEA`. */
  readonly jurisdictions: readonly string[];
  /** IANA zone in which its days begin and end. */
  readonly zone: string;
  readonly text: PolicyText;
  /** What the text itself tells whoever it is shown to. Left out: not declared. */
  readonly tells?: readonly string[];
  readonly rows: readonly PolicyRow[];
  /** Topics on which the text says nothing and which have no row of their own. */
  readonly silentOn?: readonly Topic[];
}

/** The text the rows were read from. */
export interface PolicyText {
  /** Name of the file, without folder. */
  readonly file: string;
  readonly sha256: string;
}

/** One rule of the text: in force through `rules` or `silentOn`, or `notMachineCheckable` with the reason. */
export interface PolicyRow {
  /** Stable for ever: `CLEX-C1`. */
  readonly id: string;
  /** What the row says, in one English sentence. */
  readonly says: string;
  /** Where it stands, the place to quote first. Empty only where the text is silent. */
  readonly clauses: readonly Clause[];
  readonly rules?: readonly RuleData[];
  readonly silentOn?: readonly Topic[];
  /** What is wrong with the clause itself, or how it was read where it can be read in two ways. */
  readonly notes?: string;
  readonly notMachineCheckable?: string;
}

export interface Clause {
  readonly heading: string;
  /** Line of the text's file, counted from 1. */
  readonly line: number;
  /** The words on that line, in the language of the pack. */
  readonly quote: string;
}

/** A rule kind with its parameters beside it. */
export interface RuleData {
  readonly kind: string;
  readonly [parameter: string]: StoredValue;
}
