import type { PolicyPack } from '../policy-pack/policy-pack.ts';
import type { StoredValue } from '../stored-event.ts';

/** What a policy says is done, for whoever compares it with what is. */
export interface PolicyDeclaration {
  readonly policyVersion: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly recipients: readonly string[];
}

/** Kinds whose rows allow what they name; others only limit it. */
const ALLOWING = ['COL-FUNCTION', 'USE-PURPOSE', 'USE-MARKETING', 'SHR-NAMED'];

export function declarationOf({ policyVersion, rows }: PolicyPack): PolicyDeclaration {
  const rules = rows.flatMap(({ rules: own = [] }) => own).filter(({ kind }) => ALLOWING.includes(kind));
  const named = (parameter: string): readonly string[] =>
    [...new Set(rules.flatMap((rule) => textsIn(rule[parameter])))].toSorted();
  return {
    policyVersion,
    purposes: named('purposes'),
    categories: named('categories'),
    recipients: named('recipients'),
  };
}

function textsIn(value: StoredValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
