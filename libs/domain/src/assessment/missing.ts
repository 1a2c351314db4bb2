/** How a parameter is said: a term by its label, an id as it is. */
export type Say = (value: string) => string;

/**
 * What was missing, by code: one sentence each, in English, that says what would have made it conform. Parameters hold terms as IRIs,
 * ids of registries and enumerations, never anything a person typed.
 */
const SENTENCES = {
  noticeMissing: (p: { readonly function?: string; readonly untold: readonly string[] }, say: Say) =>
    `No notice was recorded before it that told of ${each(p.untold, say)}${p.function === undefined ? '' : ` for the function ${p.function}`}.`,
  noticeLacks: (p: { readonly items: readonly string[] }) =>
    `The notice given before did not say ${p.items.join(', ')}.`,
  referredUnknown: (p: { readonly what: 'consent' | 'notice'; readonly id: string }) =>
    `The ${p.what} it relies on (${p.id}) is not on file: record it.`,
  categoryNotListed: (
    p: { readonly function: string; readonly source: string; readonly categories: readonly string[] },
    say: Say,
  ) =>
    `The policy does not list ${each(p.categories, say)} for the function ${p.function} from the source ${p.source}: publish a version that does, or do not collect it.`,
  optionalTakenAsRequired: (p: { readonly function: string; readonly categories: readonly string[] }, say: Say) =>
    `${each(p.categories, say)} is optional for the function ${p.function} and was taken as required.`,
  requiredElsewhere: (p: { readonly function: string; readonly categories: readonly string[] }, say: Say) =>
    `${each(p.categories, say)} is required for another function only, and must not be a condition of ${p.function}.`,
  purposeNotListed: (p: { readonly purposes: readonly string[] }, say: Say) =>
    `The policy does not name the purpose ${each(p.purposes, say)}.`,
  consentMissing: (p: ConsentWanted, say: Say) =>
    `No ${p.forms.join(' or ')} consent was on file that covers ${coverage(p, say)}.`,
  consentTooWeak: (p: ConsentWanted & { readonly found: readonly string[] }, say: Say) =>
    `There was only ${p.found.join(' and ')} consent for ${coverage(p, say)}; ${p.forms.join(' or ')} consent was needed.`,
  consentEnded: (p: ConsentWanted, say: Say) =>
    `The consent for ${coverage(p, say)} had been withdrawn or had expired by then.`,
  groundNotListed: (p: { readonly ground: string; readonly listed: readonly string[] }) =>
    `The ground ${p.ground} is not one of those the policy names (${p.listed.join(', ')}).`,
  legalOrderNotNamed: (p: { readonly ground: string }) =>
    `It relies on ${p.ground} and names no legal document: declare legalOrderRef.`,
  policySaysNeither: (p: { readonly topic: string }) =>
    `The policy pack neither has a rule on ${p.topic} nor says that the policy is silent: complete the pack.`,
  policyUnknown: (p: { readonly controllerId: string }) =>
    `No policy version of ${p.controllerId} was in force then: publish the one that was.`,
} satisfies { readonly [code: string]: (params: never, say: Say) => string };

/** What a consent would have had to cover. */
export interface ConsentWanted {
  readonly forms: readonly string[];
  readonly categories: readonly string[];
  readonly purposes: readonly string[];
  readonly recipient?: string;
  readonly country?: string;
  readonly givers?: readonly string[];
}

export type MissingCode = keyof typeof SENTENCES;

export type Missing = {
  [C in MissingCode]: { readonly code: C; readonly params: Parameters<(typeof SENTENCES)[C]>[0] };
}[MissingCode];

/** One sentence: what was missing, and so what would make it conform. */
export function sentenceOf(missing: Missing, say: Say): string {
  // Code and parameters belong together in `Missing`; the compiler loses that on the way through the table.
  const sentence = SENTENCES[missing.code] as (params: Missing['params'], say: Say) => string;
  return sentence(missing.params, say);
}

function each(values: readonly string[], say: Say): string {
  return values.map(say).join(', ');
}

function coverage(wanted: ConsentWanted, say: Say): string {
  return [
    each(wanted.categories, say),
    ...(wanted.purposes.length === 0 ? [] : [`for ${each(wanted.purposes, say)}`]),
    ...(wanted.recipient === undefined ? [] : [`to ${say(wanted.recipient)}`]),
    ...(wanted.country === undefined ? [] : [`in ${wanted.country}`]),
  ].join(' ');
}
