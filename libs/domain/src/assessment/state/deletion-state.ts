import { DeletionDeferred } from '../../processing/deletion-duty.ts';
import { PersonalDataAnonymized, ReidentificationDetected } from '../../processing/leaving-scope.ts';
import { RecipientDeletionAnswered, RecipientDeletionNotified } from '../../recipient/deletion.ts';
import { LegalHoldPlaced } from '../../restriction/legal-hold.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

/** Data that left the scope, or came back into it. */
export interface ScopeChange extends Dated {
  readonly categories: readonly string[];
  readonly datasets?: readonly string[];
}

export interface DeletionState {
  /** What keeps data that is due to be deleted. */
  readonly deferrals: readonly Dated[];
  /** Recipients that were told to delete, or that said what they did. */
  readonly recipientsTold: readonly (Dated & { readonly recipient: string })[];
  readonly anonymized: readonly ScopeChange[];
  readonly reidentified: readonly ScopeChange[];
}

export const nothingDeleted: DeletionState = { deferrals: [], recipientsTold: [], anonymized: [], reidentified: [] };

const MARK_COUNT_MAX = 100;

export function evolveDeletion<S extends DeletionState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, LegalHoldPlaced) || (isFact(fact, DeletionDeferred) && fact.fields.ground !== 'none')) {
    return { ...state, deferrals: withDated(state.deferrals, { id, at }, MARK_COUNT_MAX) };
  }
  if (isFact(fact, RecipientDeletionNotified) || isFact(fact, RecipientDeletionAnswered)) {
    const item = { id, at, recipient: fact.fields.recipient };
    return { ...state, recipientsTold: withDated(state.recipientsTold, item, MARK_COUNT_MAX) };
  }
  if (isFact(fact, PersonalDataAnonymized)) {
    const item = { id, at, ...reachOf(fact.fields) };
    return { ...state, anonymized: withDated(state.anonymized, item, MARK_COUNT_MAX) };
  }
  if (!isFact(fact, ReidentificationDetected)) return state;
  const item = { id, at, ...reachOf(fact.fields) };
  return { ...state, reidentified: withDated(state.reidentified, item, MARK_COUNT_MAX) };
}

function reachOf({ categories, datasets }: Omit<ScopeChange, keyof Dated>): Omit<ScopeChange, keyof Dated> {
  return { categories, ...(datasets === undefined ? {} : { datasets }) };
}
