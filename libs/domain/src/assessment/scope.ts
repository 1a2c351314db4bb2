import { lawmakersOver } from '../deadline/law.ts';
import type { StoredValue } from '../stored-event.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { isAmong } from './categories.ts';
import type { Fact } from './fact.ts';
import type { Verdict } from './verdict.ts';

/** What a row says the policy does not speak about. */
export interface OutOfScope {
  readonly row: string;
  readonly categories: readonly string[];
  readonly functions: readonly string[];
  /** Countries the policy speaks about; empty: all. */
  readonly onlyIn: readonly string[];
  readonly exceptIn: readonly string[];
}

/** A policy with what it leaves out. */
interface Scoped {
  readonly outOfScope: readonly OutOfScope[];
  readonly vocabulary: Vocabulary;
}

export interface Scope {
  /** The fact with what is in scope. Left out: nothing is. */
  readonly fact?: Fact;
  readonly out?: NonNullable<Verdict['outOfScope']>;
}

/** The part of a fact a policy speaks about. */
export function inScope(fact: Fact, { outOfScope, vocabulary }: Scoped): Scope {
  const { categories } = fact.fields;
  if (outOfScope.length === 0) return { fact };
  const named: readonly StoredValue[] = Array.isArray(categories) ? (categories as readonly StoredValue[]) : [];
  const elsewhere = outOfScope.find((rule) => isElsewhere(fact, rule));
  if (elsewhere !== undefined) return { out: { row: elsewhere.row, categories: named.map(iriOf) } };
  for (const rule of outOfScope) {
    const whole = rule.functions.includes(String(fact.fields['function']));
    const out = whole ? named : named.filter((category) => isAmong(vocabulary, rule.categories, iriOf(category)));
    if (out.length === 0) continue;
    const said = { row: rule.row, categories: out.map(iriOf) };
    if (out.length === named.length) return { out: said };
    const kept = named.filter((category) => !out.includes(category));
    return { fact: { ...fact, fields: { ...fact.fields, categories: kept } }, out: said };
  }
  return { fact };
}

/** Whether the record names jurisdictions, and the policy speaks about none of them. */
function isElsewhere({ jurisdictions }: Fact, { onlyIn, exceptIn }: OutOfScope): boolean {
  if (jurisdictions === undefined || onlyIn.length === 0) return false;
  return !jurisdictions.some(
    (one) => !exceptIn.includes(one) && lawmakersOver(one).some((over) => onlyIn.includes(over)),
  );
}

/** Collected categories say more than their name. */
function iriOf(category: StoredValue): string {
  return typeof category === 'object' && 'category' in category ? String(category.category) : String(category);
}
