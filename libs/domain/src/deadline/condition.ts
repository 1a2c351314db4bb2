/** How bad a breach is likely to be for people, as the person who assessed it decided (GDPR Art. 33(1), 34(1)). */
export const RISKS = ['unlikely', 'risk', 'high'] as const;
export type Risk = (typeof RISKS)[number];

/** What a law asks about a breach or whoever answers for it. Not declared is neither yes nor no. */
export const CIRCUMSTANCES = [
  /** Data that the law in question counts as sensitive. */
  'sensitive',
  'financial',
  'authentication',
  'minors',
  'elderly',
  'legallySecret',
  'largeScale',
  'nationalIdentifiers',
  'health',
  /** Somebody got in from outside, or meant harm. */
  'unlawfulAccess',
  'personalDataCompromised',
  /** Nobody can read what got out: encrypted, and the key is safe. */
  'unintelligible',
  /** What was done since keeps harm away. */
  'harmAvoided',
  'recovered',
  'withinTheOrganisation',
  'disproportionateEffort',
  'forbiddenByAuthority',
  'criticalInfrastructure',
  'stateOrgan',
  'smallAgent',
  'telecommunicationsProvider',
  'healthCareEntity',
  'dataProcessor',
] as const;
export type Circumstance = (typeof CIRCUMSTANCES)[number];

/** When a duty exists, as data. */
export type Condition =
  | { readonly subjectsMin: number }
  | { readonly riskMin: Risk }
  | { readonly is: Circumstance }
  | { readonly not: Condition }
  | { readonly anyOf: readonly Condition[] }
  | { readonly allOf: readonly Condition[] };

/** What is known of a breach, for one jurisdiction. What is left out is not known. */
export interface BreachKnowledge {
  /** People concerned under that law. */
  readonly subjects?: number;
  /** If only all people together are counted, and some may be under other laws: not more than these. */
  readonly subjectsMax?: number;
  readonly risk?: Risk;
  readonly circumstances?: { readonly [C in Circumstance]?: boolean };
}

/** Whether a condition holds; `undefined` where that turns on something nobody declared (Kleene's three values). */
export function holds(condition: Condition, known: BreachKnowledge): boolean | undefined {
  if ('subjectsMin' in condition) {
    if (known.subjects !== undefined) return known.subjects >= condition.subjectsMin;
    return known.subjectsMax !== undefined && known.subjectsMax < condition.subjectsMin ? false : undefined;
  }
  if ('riskMin' in condition) {
    return known.risk === undefined ? undefined : RISKS.indexOf(known.risk) >= RISKS.indexOf(condition.riskMin);
  }
  if ('is' in condition) return known.circumstances?.[condition.is];
  if ('not' in condition) {
    const inner = holds(condition.not, known);
    return inner === undefined ? undefined : !inner;
  }
  const settles = 'anyOf' in condition;
  const values = ('anyOf' in condition ? condition.anyOf : condition.allOf).map((part) => holds(part, known));
  if (values.includes(settles)) return settles;
  return values.includes(undefined) ? undefined : !settles;
}

/** What somebody would have to declare for the condition to be decided: names of circumstances, `risk`, `subjects`. */
export function undeclaredIn(condition: Condition, known: BreachKnowledge): readonly string[] {
  if (holds(condition, known) !== undefined) return [];
  if ('subjectsMin' in condition) return ['subjects'];
  if ('riskMin' in condition) return ['risk'];
  if ('is' in condition) return [condition.is];
  if ('not' in condition) return undeclaredIn(condition.not, known);
  const parts = 'anyOf' in condition ? condition.anyOf : condition.allOf;
  return [...new Set(parts.flatMap((part) => undeclaredIn(part, known)))];
}
