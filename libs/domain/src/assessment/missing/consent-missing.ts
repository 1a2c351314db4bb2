import { coverage, each, from } from './sentence.ts';
import type { ConsentWanted, Say, Sentences } from './sentence.ts';

/** Where any consent will do, its forms need no telling; whether an implied one is consent at all, other provisions say. */
const strength = ({ forms }: ConsentWanted): string => (forms.includes('implied') ? '' : `${forms.join(' or ')} `);

export const consentMissing = {
  consentMissing: (p: ConsentWanted, say: Say) =>
    `No ${strength(p)}consent${from(p)} was in force that covers ${coverage(p, say)}.`,
  consentTooWeak: (p: ConsentWanted & { readonly found: readonly string[] }, say: Say) =>
    `There was only ${p.found.join(' and ')} consent for ${coverage(p, say)}; ${p.forms.join(' or ')} consent${from(p)} was needed.`,
  consentEnded: (p: ConsentWanted, say: Say) =>
    `The consent for ${coverage(p, say)} had been withdrawn or had expired by then.`,
  referredUnknown: (p: { readonly what: 'consent' | 'notice'; readonly id: string }) =>
    `The ${p.what} it relies on (${p.id}) is not on file: record it.`,
  noticeMissing: (p: { readonly function?: string; readonly untold: readonly string[] }, say: Say) =>
    `No notice was recorded before it that told of ${each(p.untold, say)}${p.function === undefined ? '' : ` for the function ${p.function}`}.`,
  noticeLacks: (p: { readonly items: readonly string[] }) =>
    `No notice recorded before it told these items: ${p.items.join(', ')}.`,
  exceptionNotListed: (p: { readonly item: string }) =>
    `The exception ${p.item} is not on the policy's list of exceptions to consent.`,
  exceptionDoesNotCover: (p: { readonly item: string; readonly act: string; readonly covers: readonly string[] }) =>
    `The exception ${p.item} covers only to ${p.covers.join(', ')}, not to ${p.act}.`,
  resultIdentified: (p: { readonly item: string }) =>
    `The exception ${p.item} asks for de-identified results, and the results tell who they are about.`,
  resultNotDeclared: (p: { readonly item: string }) =>
    `The exception ${p.item} asks for de-identified results: declare whether they are.`,
  basisNotDeclared: (p: { readonly categories: readonly string[] }, say: Say) =>
    `No legal basis was declared for ${each(p.categories, say)}, and there is no consent: declare legalBasis.`,
  basisUnknownToLaw: (p: { readonly basis: string }, say: Say) => `${say(p.basis)} is no legal basis of this law.`,
  ageUnknown: (p: { readonly under: number }) =>
    `Nobody recorded whether the person was younger than ${p.under} then, and no guardian's consent is on file: record the age.`,
  ageLimitNotKnown: (p: { readonly under: number; readonly lowest: number }) =>
    `From ${p.lowest} to ${p.under} years it is for the law of the country whether a guardian has to consent, which is not known here: record a guardian's consent.`,
  guardianNotVerified: (p: { readonly under: number }) =>
    `The guardian who consented for a person younger than ${p.under} was not verified before.`,
} satisfies Sentences;
