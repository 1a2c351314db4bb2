import type { Act } from './act.ts';
import { activitiesAt } from './activity-answer.ts';
import { isAmong } from './categories.ts';
import type { RuleContext } from './rule-kind.ts';
import { declaredBefore } from './state/holding-state.ts';
import type { Holding } from './state/holding-state.ts';

/** A legal basis somebody declared, and the record that does, where that is not the act's own. */
export interface DeclaredBasis {
  readonly basis: string;
  readonly evidence?: string;
}

/**
 * Legal bases of an act: the one its own record names, or else what is on file for its purposes and data, in the register of activities and
 * in the records of how the data came in. There is one legal basis for each purpose (GDPR Art. 6(1), 13(1)(c)), so that it need not be told
 * with every act.
 */
export function basesOf(act: Act, context: RuleContext): readonly DeclaredBasis[] {
  return act.legalBasis === undefined ? basesOnFile(act, context) : [{ basis: act.legalBasis }];
}

/** What the register of activities and the records of collection say, whatever the act's own record does. */
export function basesOnFile(act: Act, context: RuleContext): readonly DeclaredBasis[] {
  const { at, purposes, categories } = act;
  const { subject, vocabulary } = context;
  if (purposes.length === 0) return [];
  const registered = activitiesAt(context, at)
    .filter(
      (activity) =>
        purposes.every((purpose) => activity.purposes.includes(purpose)) &&
        categories.every((one) => isAmong(vocabulary, activity.categories, one)),
    )
    .flatMap(({ id, legalBases = [] }) => legalBases.map((basis) => ({ basis, evidence: id })));
  return [...registered, ...basesOfCollection(act, subject.holdings)];
}

/** Bases the data came in on before, all of it and for all the purposes, other than by the act itself. */
function basesOfCollection(act: Act, holdings: readonly Holding[]): readonly DeclaredBasis[] {
  const held = act.categories.map((category) => holdings.find((one) => one.category === category));
  const isFor = (holding: Holding): boolean => {
    const known = declaredBefore(holding.purposes, act);
    return act.purposes.every((purpose) => known.some(({ term }) => term === purpose));
  };
  if (!held.every((holding) => holding !== undefined && isFor(holding))) return [];
  const [first = [], ...others] = held.map((holding) => declaredBefore(holding?.legalBases ?? [], act));
  const bases = new Map<string, DeclaredBasis>();
  for (const { term, id } of first) {
    const isShared = others.every((one) => one.some((declared) => declared.term === term));
    if (isShared && !bases.has(term)) bases.set(term, { basis: term, evidence: id });
  }
  return [...bases.values()];
}

/** The first of the bases that is on a list. */
export function basisAmong(
  declared: readonly DeclaredBasis[],
  list: readonly string[] | undefined,
): DeclaredBasis | undefined {
  return declared.find(({ basis }) => list?.includes(basis) === true);
}

export const evidenceOf = ({ evidence }: DeclaredBasis): readonly string[] =>
  evidence === undefined ? [] : [evidence];
