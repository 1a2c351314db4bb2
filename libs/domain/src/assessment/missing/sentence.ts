/** How a parameter is said: a term by its label, an id as it is. */
export type Say = (value: string) => string;

/**
 * Sentences by code: what was missing, and so what would have made it conform. Parameters hold terms as IRIs, ids of
 * registries and enumerations, never anything a person typed.
 */
export type Sentences = { readonly [code: string]: (params: never, say: Say) => string };

/** What a consent would have had to cover. */
export interface ConsentWanted {
  readonly forms: readonly string[];
  readonly categories: readonly string[];
  readonly purposes: readonly string[];
  readonly recipient?: string;
  readonly country?: string;
  readonly givers?: readonly string[];
}

export function each(values: readonly string[], say: Say): string {
  return values.map(say).join(', ');
}

export function coverage({ categories, purposes, recipient, country }: ConsentWanted, say: Say): string {
  return [
    each(categories, say),
    ...(purposes.length === 0 ? [] : [`for ${each(purposes, say)}`]),
    ...(recipient === undefined ? [] : [`to ${recipient}`]),
    ...(country === undefined ? [] : [`in ${country}`]),
  ].join(' ');
}

/** Who would have had to give it, where that is not simply the person. */
export function from({ givers }: ConsentWanted): string {
  return givers === undefined ? '' : ` from ${givers.join(' or ')}`;
}
