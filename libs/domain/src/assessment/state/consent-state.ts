import { ConsentExpired, ConsentGiven, ConsentWithdrawn } from '../../consent/consent.ts';
import type { ClearFieldValues } from '../../event-definition.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { latestOf, withDatedFrom } from './dated.ts';
import type { Dated } from './dated.ts';

type GivenFields = ClearFieldValues<(typeof ConsentGiven)['fields']>;
export type ConsentScope = GivenFields['scope'];
export type ConsentForm = GivenFields['form'];
export type ConsentGiver = GivenFields['givenBy'];

export interface Consent extends Dated {
  readonly form: ConsentForm;
  readonly givenBy: ConsentGiver;
  readonly scope: ConsentScope;
  readonly noticeRef?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

/** What ended consent: a withdrawal, or its own end. */
export interface ConsentEnd extends Dated {
  readonly consentRef?: string;
  readonly scope?: ConsentScope;
  /** It ended by itself. */
  readonly expired?: true;
}

export interface ConsentState {
  readonly consents: readonly Consent[];
  readonly consentEnds: readonly ConsentEnd[];
  /** From then on both are complete, in milliseconds since 1970: older ones were forgotten. Left out: none was. */
  readonly consentsCompleteFrom?: number;
}

export const noConsents: ConsentState = { consents: [], consentEnds: [] };

/** Most consents and ends remembered of one person: more than any application asks for in years. */
const CONSENT_COUNT_MAX = 200;

export function evolveConsents<S extends ConsentState>(state: S, fact: Fact): S {
  if (isFact(fact, ConsentGiven)) {
    const { form, givenBy, scope, noticeRef, expiresAt } = fact.fields;
    const consent: Consent = {
      id: fact.id,
      at: fact.at,
      form,
      givenBy,
      scope,
      ...(noticeRef === undefined ? {} : { noticeRef }),
      ...(expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) }),
    };
    const { kept, completeFrom } = withDatedFrom(state.consents, consent, CONSENT_COUNT_MAX);
    return { ...state, consents: kept, ...sinceLater(state, completeFrom) };
  }
  if (isFact(fact, ConsentWithdrawn) || isFact(fact, ConsentExpired)) {
    const { consentRef } = fact.fields;
    const scope = isFact(fact, ConsentWithdrawn) ? fact.fields.scope : undefined;
    const end: ConsentEnd = {
      id: fact.id,
      at: fact.at,
      ...(consentRef === undefined ? {} : { consentRef }),
      ...(scope === undefined ? {} : { scope }),
      ...(isFact(fact, ConsentExpired) ? { expired: true } : {}),
    };
    const { kept, completeFrom } = withDatedFrom(state.consentEnds, end, CONSENT_COUNT_MAX);
    return { ...state, consentEnds: kept, ...sinceLater(state, completeFrom) };
  }
  return state;
}

function sinceLater(
  { consentsCompleteFrom: known }: ConsentState,
  from: number | undefined,
): Pick<ConsentState, 'consentsCompleteFrom'> {
  const consentsCompleteFrom = latestOf(known, from);
  return consentsCompleteFrom === undefined ? {} : { consentsCompleteFrom };
}
