import type { Act } from './act.ts';
import { isAmong, touches } from './categories.ts';
import type { Missing } from './missing.ts';
import type { ConsentWanted } from './missing/sentence.ts';
import type { RuleContext, RuleResult } from './rule-kind.ts';
import type { Consent, ConsentEnd, ConsentForm, ConsentGiver } from './state/consent-state.ts';

/** The consent a rule asks for. */
export interface ConsentNeed extends ConsentWanted {
  /** When the act happened, in milliseconds since 1970: consent must be in force then. */
  readonly at: number;
  readonly forms: readonly ConsentForm[];
  /** Who may have given it. Left out: the subject or a guardian. */
  readonly givers?: readonly ConsentGiver[];
  /** Operation, as IRI, that consent limited to operations must name. */
  readonly operation?: string;
  /** The consent the record says it relies on. */
  readonly consentRef?: string | undefined;
}

/** The consent of one of these forms that would cover an act. */
export function needOf(act: Act, forms: readonly ConsentForm[], narrowed: Partial<ConsentNeed> = {}): ConsentNeed {
  const { at, categories, purposes, operation, recipient, country, consentRef } = act;
  return {
    at,
    forms,
    categories,
    purposes,
    operation,
    consentRef,
    ...(recipient === undefined ? {} : { recipient }),
    ...(country === undefined ? {} : { country }),
    ...narrowed,
  };
}

export type ConsentAnswer = Pick<RuleResult, 'outcome' | 'evidence' | 'missing'>;

const BY_THE_PERSON: readonly ConsentGiver[] = ['subject', 'guardian'];

export const EVERY_FORM: readonly ConsentForm[] = ['implied', 'express', 'explicit', 'separate', 'written'];
/** Every form that an affirmative act gives: all but what is only implied. */
export const EXPRESS: readonly ConsentForm[] = ['express', 'explicit', 'separate', 'written'];
export const EXPLICIT: readonly ConsentForm[] = ['explicit', 'separate', 'written'];
/** PIPL Art. 14, 29: written consent is asked for apart from everything else as well. */
export const SEPARATE: readonly ConsentForm[] = ['separate', 'written'];

/** The smallest thing to consent to: one category for one purpose. */
interface Part {
  readonly category: string;
  /** Left out: the rule asks for no purpose. */
  readonly purpose?: string;
}

/**
 * Whether consent in force at that instant covers every category for every purpose, by one consent or several. Which
 * consent the record names does not matter if another one covers the act; only where none does, a consent that is named
 * and not on file makes it a gap.
 */
export function askConsent(context: RuleContext, need: ConsentNeed): ConsentAnswer {
  const { consents } = context.subject;
  const given = consents.filter(
    (consent) => consent.at <= need.at && mayGive(consent, need) && standsFor(consent, need),
  );
  const strong = given.filter(({ form }) => need.forms.includes(form));
  const evidence = new Set<string>();
  const open = partsOf(need).filter((part) => {
    const found = strong.find(
      (consent) => covers(consent, part, context) && endOf(consent, part, context, need) === undefined,
    );
    if (found !== undefined) evidence.add(found.id);
    return found === undefined;
  });
  if (open.length === 0) return { outcome: 'conforms', evidence: [...evidence] };
  const { consentRef } = need;
  if (consentRef !== undefined && !consents.some(({ id }) => id === consentRef)) {
    const missing: Missing = { code: 'referredUnknown', params: { what: 'consent', id: consentRef } };
    return { outcome: 'gap', evidence: [], missing };
  }
  return { outcome: 'violates', ...whatIsMissing(context, need, open, given) };
}

function partsOf({ categories, purposes }: ConsentNeed): readonly Part[] {
  return categories.flatMap((category) =>
    purposes.length === 0 ? [{ category }] : purposes.map((purpose) => ({ category, purpose })),
  );
}

function whatIsMissing(
  context: RuleContext,
  need: ConsentNeed,
  open: readonly Part[],
  given: readonly Consent[],
): { readonly evidence: readonly string[]; readonly missing: Missing } {
  const params = wanted(need, open);
  const touching = given.flatMap((consent) => {
    const part = open.find((one) => covers(consent, one, context));
    return part === undefined ? [] : [{ consent, end: endOf(consent, part, context, need) }];
  });
  const ended = touching.filter(({ consent, end }) => end !== undefined && need.forms.includes(consent.form));
  if (ended.length > 0) {
    const evidence = ended.flatMap(({ consent, end }) =>
      end === undefined || end === consent ? [consent.id] : [consent.id, end.id],
    );
    return { evidence, missing: { code: 'consentEnded', params } };
  }
  const weak = touching.filter(({ end }) => end === undefined).map(({ consent }) => consent);
  if (weak.length === 0) return { evidence: [], missing: { code: 'consentMissing', params } };
  const found = [...new Set(weak.map(({ form }) => form))];
  return { evidence: weak.map(({ id }) => id), missing: { code: 'consentTooWeak', params: { ...params, found } } };
}

function wanted(need: ConsentNeed, open: readonly Part[]): ConsentWanted {
  const { forms, recipient, country, givers } = need;
  return {
    forms,
    categories: [...new Set(open.map(({ category }) => category))],
    purposes: [...new Set(open.flatMap(({ purpose }) => purpose ?? []))],
    ...(recipient === undefined ? {} : { recipient }),
    ...(country === undefined ? {} : { country }),
    ...(givers === undefined ? {} : { givers }),
  };
}

function mayGive(consent: Consent, { givers = BY_THE_PERSON }: ConsentNeed): boolean {
  return givers.includes(consent.givenBy);
}

/** Whether the consent is to this kind of act, whatever data and purposes it names. */
function standsFor({ scope }: Consent, { operation, recipient, country }: ConsentNeed): boolean {
  const namesOperation = operation !== undefined && scope.operations?.includes(operation) === true;
  if (operation !== undefined && scope.operations !== undefined && !namesOperation) return false;
  // Consent to a use is no consent to hand the data on: either the recipient is named, or the handing on itself.
  if (recipient !== undefined && !(scope.recipients?.includes(recipient) ?? namesOperation)) return false;
  return country === undefined || (scope.countries?.includes(country) ?? namesOperation);
}

function covers({ scope }: Consent, { category, purpose }: Part, { vocabulary }: RuleContext): boolean {
  return isAmong(vocabulary, scope.categories, category) && (purpose === undefined || scope.purposes.includes(purpose));
}

/** What ended the consent for this part by then: a withdrawal, or the consent itself if its time was over. */
function endOf(
  consent: Consent,
  part: Part,
  context: RuleContext,
  need: ConsentNeed,
): ConsentEnd | Consent | undefined {
  if (consent.expiresAt !== undefined && consent.expiresAt <= need.at) return consent;
  return context.subject.consentEnds.find(
    (end) => end.at <= need.at && isFor(end, consent) && takesAway(end, part, context, need),
  );
}

/** A withdrawal reaches only consent given before it. */
function isFor(end: ConsentEnd, consent: Consent): boolean {
  return end.at >= consent.at && (end.consentRef === undefined || end.consentRef === consent.id);
}

/** A withdrawal takes away only what it names, and whatever has data in common with it. */
function takesAway(
  { scope }: ConsentEnd,
  { category, purpose }: Part,
  { vocabulary }: RuleContext,
  need: ConsentNeed,
): boolean {
  if (scope === undefined) return true;
  return (
    touches(vocabulary, scope.categories, category) &&
    (purpose === undefined || scope.purposes.includes(purpose)) &&
    (need.recipient === undefined || (scope.recipients?.includes(need.recipient) ?? true)) &&
    (need.country === undefined || (scope.countries?.includes(need.country) ?? true))
  );
}
