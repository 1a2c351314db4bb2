import { touches } from './categories.ts';
import type { Consent, ConsentEnd, ConsentScope } from './state/consent-state.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** Where a consent stands: `partlyWithdrawn` where something of what it covered is left. */
export const CONSENT_STANDINGS = ['inForce', 'partlyWithdrawn', 'withdrawn', 'expired'] as const;

export interface ConsentStanding {
  readonly standing: (typeof CONSENT_STANDINGS)[number];
  /** When it ended or will end by itself, in milliseconds since 1970. Left out: no end is known. */
  readonly until?: number;
  /** Records that ended it, or took something away, in the order in which they happened. Empty if its own time was over. */
  readonly endedBy: readonly string[];
}

/** One category for one purpose, and for one recipient where some were named. */
interface Part {
  readonly category: string;
  readonly purpose: string;
  readonly recipient: string | undefined;
}

/**
 * What is left of a consent at an instant, by the ends known. A withdrawal that names a scope takes away what it names and
 * whatever has data in common with it, and reaches only consent given before it (GDPR Art. 7(3), PIPL Art. 15). What it
 * narrows to some recipients, countries or operations leaves the rest standing.
 *
 * @param ends of the same person
 * @param at milliseconds since 1970
 */
export function consentStanding(
  consent: Consent,
  ends: readonly ConsentEnd[],
  { at, vocabulary }: { readonly at: number; readonly vocabulary: Vocabulary },
): ConsentStanding {
  const reaching = ends
    .filter((end) => end.at <= at && isFor(end, consent))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const ownEnd = consent.expiresAt ?? Infinity;
  const endedBy: string[] = [];
  let left = partsOf(consent.scope);
  for (const { id, at: endedAt, scope, expired } of reaching) {
    if (endedAt > ownEnd) break;
    const touched = left.filter((part) => isTouched(part, scope, vocabulary));
    if (touched.length === 0 || !hasInCommon(scope, consent.scope)) continue;
    endedBy.push(id);
    if (isWhole(scope, consent.scope)) left = left.filter((part) => !touched.includes(part) || isWider(part, scope));
    if (left.length === 0) return { standing: expired === true ? 'expired' : 'withdrawn', until: endedAt, endedBy };
  }
  if (ownEnd <= at) return { standing: 'expired', until: ownEnd, endedBy };
  const until = consent.expiresAt === undefined ? {} : { until: consent.expiresAt };
  return { standing: endedBy.length === 0 ? 'inForce' : 'partlyWithdrawn', ...until, endedBy };
}

function partsOf({ categories, purposes, recipients }: ConsentScope): readonly Part[] {
  return categories.flatMap((category) =>
    purposes.flatMap((purpose) => (recipients ?? [undefined]).map((recipient) => ({ category, purpose, recipient }))),
  );
}

function isFor(end: ConsentEnd, consent: Consent): boolean {
  return end.at >= consent.at && (end.consentRef === undefined || end.consentRef === consent.id);
}

function isTouched(
  { category, purpose, recipient }: Part,
  scope: ConsentScope | undefined,
  vocabulary: Vocabulary,
): boolean {
  if (scope === undefined) return true;
  if (!scope.purposes.includes(purpose) || !touches(vocabulary, scope.categories, category)) return false;
  return recipient === undefined || (scope.recipients?.includes(recipient) ?? true);
}

/** What was given for whatever recipient outlasts what is said of some. */
function isWider({ recipient }: Part, scope: ConsentScope | undefined): boolean {
  return recipient === undefined && scope?.recipients !== undefined;
}

const LIMITS = ['countries', 'operations'] as const;

function hasInCommon(scope: ConsentScope | undefined, own: ConsentScope): boolean {
  return LIMITS.every((limit) => scope?.[limit] === undefined || own[limit]?.some(isIn(scope[limit])) !== false);
}

/** Whether it is about every country and operation that the consent is for. */
function isWhole(scope: ConsentScope | undefined, own: ConsentScope): boolean {
  return LIMITS.every((limit) => scope?.[limit] === undefined || own[limit]?.every(isIn(scope[limit])) === true);
}

const isIn =
  (list: readonly string[]) =>
  (one: string): boolean =>
    list.includes(one);
