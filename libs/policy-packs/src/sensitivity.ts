import { resolveTerm } from '#libs/domain';
import type { SensitiveItem, Sensitivity, SensitivityLaw, SensitivityPolicy, Vocabulary } from '#libs/domain';
import { PolicyPackError } from './policy-pack-error.ts';
import type { FileFault } from './policy-pack-error.ts';
import { readYamlFile } from './yaml-file.ts';

interface SensitivityFile {
  readonly laws: readonly (SensitivityLaw & { readonly verifiedOn: string; readonly confidence: string })[];
  readonly policies: readonly SensitivityPolicy[];
  readonly kinds: { readonly [kind: string]: readonly string[] };
}

/**
 * What counts as sensitive by law and by policies, with the categories as IRIs of the vocabulary.
 *
 * @throws PolicyPackError `invalid` also for a category the vocabulary does not have
 */
export function loadSensitivity(vocabulary: Vocabulary): Sensitivity {
  const { value, faultAt } = readYamlFile<SensitivityFile>(
    'vocabulary-sensitivity.yaml',
    'vocabulary-sensitivity.schema.json',
  );
  const faults: FileFault[] = [];
  const resolved = (categories: readonly string[], pointer: string): readonly string[] =>
    categories.flatMap((category, index) => {
      const iri = resolveTerm(vocabulary, 'category', category);
      if (iri === undefined) faults.push(faultAt(`${pointer}/${index}`, 'is not a category of the vocabulary'));
      return iri ?? [];
    });
  const items = (named: readonly SensitiveItem[], pointer: string): readonly SensitiveItem[] =>
    named.map(({ item, categories }, index) => ({
      item,
      categories: resolved(categories, `${pointer}/${index}/categories`),
    }));
  const sensitivity: Sensitivity = {
    laws: value.laws.map((law, index) => ({ ...law, items: items(law.items, `/laws/${index}/items`) })),
    policies: value.policies.map((policy, index) => ({
      ...policy,
      items: items(policy.items, `/policies/${index}/items`),
    })),
    kinds: Object.fromEntries(
      Object.entries(value.kinds).map(([kind, categories]) => [kind, resolved(categories, `/kinds/${kind}`)]),
    ),
  };
  if (faults.length > 0) throw PolicyPackError.ofFaults(faults);
  return sensitivity;
}

/** Jurisdictions whose law counts a category as sensitive, whoever it is about. */
export function sensitiveUnder({ laws }: Sensitivity, category: string): readonly string[] {
  return laws
    .filter(({ items }) => items.some(({ categories }) => categories.includes(category)))
    .map(({ jurisdiction }) => jurisdiction);
}
