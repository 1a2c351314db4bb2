import type { Vocabulary } from '../vocabulary.ts';

/** Categories that are sensitive: by the law of a jurisdiction, and those a policy names itself. As IRIs. */
export function sensitiveCategories(
  { terms }: Vocabulary,
  { under, categories = [] }: { readonly under?: string; readonly categories?: readonly string[] },
): ReadonlySet<string> {
  const byLaw = terms.filter(
    ({ scheme, sensitiveUnder }) =>
      scheme === 'category' && under !== undefined && sensitiveUnder?.includes(under) === true,
  );
  return new Set([...byLaw.map(({ iri }) => iri), ...categories]);
}
