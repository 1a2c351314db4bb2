import type { MissingCode, Outcome, RuleData, RuleId } from '#libs/domain';
import type { CaseRecord } from '../policy-case.ts';

/** Rule kinds one by one, with parameters that texts other than that of Clex give them. */
export interface KindCase {
  readonly title: string;
  readonly rules: readonly RuleData[];
  readonly given?: readonly CaseRecord[];
  readonly when: CaseRecord;
  readonly then: readonly [RuleId, Outcome, MissingCode?];
}

export const EXPLICIT = ['explicit', 'separate', 'written'];
