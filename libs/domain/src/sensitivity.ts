import type { Circumstance } from './deadline/condition.ts';
import { lawmakersOver } from './deadline/law.ts';

/** Something a law or a policy names as sensitive, and the categories (IRIs) that are meant. */
export interface SensitiveItem {
  readonly item: string;
  readonly categories: readonly string[];
}

export interface SensitivityLaw {
  readonly id: string;
  readonly jurisdiction: string;
  readonly article: string;
  /** All data of people younger than this many years is sensitive. */
  readonly minorsUnder?: number;
  readonly items: readonly SensitiveItem[];
}

/** What one policy names itself, beside the law. */
export interface SensitivityPolicy {
  readonly controller: string;
  readonly clause: string;
  readonly items: readonly SensitiveItem[];
}

export interface Sensitivity {
  readonly laws: readonly SensitivityLaw[];
  readonly policies: readonly SensitivityPolicy[];
  /** Kinds of data that the law on breaches asks about. */
  readonly kinds: { readonly [C in Circumstance]?: readonly string[] };
}

export interface SensitivityQuestion {
  /** IRI. */
  readonly category: string;
  readonly jurisdictions: readonly string[];
  readonly controllerId?: string;
  /** Years completed as `SubjectAgeAsserted` bands them: `13`, `14-15`, `18+`. Left out: unknown. */
  readonly ageBand?: string;
}

/** Whose word makes it sensitive. */
export interface SensitivityGround {
  readonly rule: string;
  readonly clause: string;
  readonly item: string;
}

export interface SensitivityAnswer {
  /** `undefined`: it turns on the subject's age, which nobody declared. */
  readonly sensitive: boolean | undefined;
  readonly grounds: readonly SensitivityGround[];
}

/** Whether a category counts as sensitive for somebody, by every law that applies and by the company's own policy. */
export function sensitivityOf(sensitivity: Sensitivity, asked: SensitivityQuestion): SensitivityAnswer {
  const lawmakers = new Set(asked.jurisdictions.flatMap(lawmakersOver));
  const laws = sensitivity.laws.filter(({ jurisdiction }) => lawmakers.has(jurisdiction));
  const policies = sensitivity.policies.filter(({ controller }) => controller === asked.controllerId);
  const minors = laws.map((law) => ({ law, minor: isUnder(law.minorsUnder, asked.ageBand) }));
  const grounds = [
    ...laws.flatMap(({ id, article, items }) => namedIn({ rule: id, clause: article }, items, asked.category)),
    ...policies.flatMap(({ controller, clause, items }) =>
      namedIn({ rule: controller, clause }, items, asked.category),
    ),
    ...minors
      .filter(({ minor }) => minor === true)
      .map(({ law }) => ({ rule: law.id, clause: law.article, item: `all data of people under ${law.minorsUnder}` })),
  ];
  if (grounds.length > 0) return { sensitive: true, grounds };
  return { sensitive: minors.some(({ minor }) => minor === undefined) ? undefined : false, grounds };
}

function namedIn(
  { rule, clause }: { readonly rule: string; readonly clause: string },
  items: readonly SensitiveItem[],
  category: string,
): readonly SensitivityGround[] {
  return items.filter(({ categories }) => categories.includes(category)).map(({ item }) => ({ rule, clause, item }));
}

const BAND = /^(\d+)(?:-(\d+)|(\+))?$/;

/** Whether everybody in the band is younger; `undefined` if only some are, or the age is unknown. */
function isUnder(limit: number | undefined, band: string | undefined): boolean | undefined {
  if (limit === undefined) return false;
  const [, from, to, open] = BAND.exec(band ?? '') ?? [];
  if (from === undefined) return undefined;
  if (Number(from) >= limit) return false;
  return open === undefined && Number(to ?? from) < limit ? true : undefined;
}

/** What the categories of a breach mean under one law. Where no law of ours lists sensitive data, nothing is said of it. */
export function circumstancesOf(
  { laws, kinds }: Sensitivity,
  categories: readonly string[],
  jurisdiction: string,
): { readonly [C in Circumstance]?: boolean } {
  const lawmakers = lawmakersOver(jurisdiction);
  const law = laws.find((row) => lawmakers.includes(row.jurisdiction));
  const listed = law?.items.some(({ categories: named }) => named.some((one) => categories.includes(one)));
  return {
    ...Object.fromEntries(
      Object.entries(kinds).map(([kind, named]) => [kind, named.some((one) => categories.includes(one))]),
    ),
    ...(listed === undefined ? {} : { sensitive: listed }),
  };
}
