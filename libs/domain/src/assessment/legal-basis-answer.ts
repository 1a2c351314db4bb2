import type { Act } from './act.ts';
import { isAmong } from './categories.ts';
import type { RuleContext } from './rule-kind.ts';

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
export function basesOnFile(act: Act, { controller, subject, vocabulary }: RuleContext): readonly DeclaredBasis[] {
  const { at, purposes, categories } = act;
  if (purposes.length === 0) return [];
  const covers = (known: { readonly purposes: readonly string[] }): boolean =>
    purposes.every((purpose) => known.purposes.includes(purpose));
  const registered = controller.activities
    .filter(
      (activity) =>
        activity.at <= at &&
        covers(activity) &&
        categories.every((one) => isAmong(vocabulary, activity.categories, one)),
    )
    .flatMap(({ id, legalBases = [] }) => legalBases.map((basis) => ({ basis, evidence: id })));
  const holdings = categories.map((category) => subject.holdings.find((one) => one.category === category));
  const [first, ...others] = holdings;
  if (first === undefined || !holdings.every((holding) => holding !== undefined && covers(holding))) return registered;
  const came = first.collected.findLast((one) => one.at <= at);
  if (came === undefined) return registered;
  const shared = first.legalBases.filter((basis) => others.every((holding) => holding?.legalBases.includes(basis)));
  return [...registered, ...shared.map((basis) => ({ basis, evidence: came.id }))];
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
