import type { ClearFieldValues } from '../../event-definition.ts';
import {
  RightsRequestAnswered,
  RightsRequestExtended,
  RightsRequestIdentityChecked,
  RightsRequestReceived,
} from '../../rights-request/request.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

type ReceivedFields = ClearFieldValues<(typeof RightsRequestReceived)['fields']>;
export type RequestedRight = ReceivedFields['right'];

/** What somebody asked for. */
export interface RightsRequest
  extends
    Dated,
    Pick<
      ReceivedFields,
      'requestId' | 'right' | 'receivedFrom' | 'purposes' | 'deletionGround' | 'identityCheckRequired'
    > {}

export interface IdentityCheck
  extends Dated, Pick<ClearFieldValues<(typeof RightsRequestIdentityChecked)['fields']>, 'requestId' | 'outcome'> {}

export interface RightsState {
  readonly requests: readonly RightsRequest[];
  readonly identityChecks: readonly IdentityCheck[];
  /** More time that was taken, and told of with the reason. */
  readonly extensions: readonly (Dated & { readonly requestId: string })[];
  /** Requests that were granted; of what is granted in part nobody can tell which. */
  readonly granted: readonly (Dated & { readonly requestId: string; readonly categories?: readonly string[] })[];
}

export const noRequests: RightsState = { requests: [], identityChecks: [], extensions: [], granted: [] };

/** Requests remembered of one person: one a month for years. */
const REQUEST_COUNT_MAX = 100;

export function evolveRights<S extends RightsState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, RightsRequestReceived)) {
    const { requestId, right, receivedFrom, purposes, deletionGround, identityCheckRequired } = fact.fields;
    const item: RightsRequest = {
      id,
      at,
      requestId,
      right,
      receivedFrom,
      ...(purposes === undefined ? {} : { purposes }),
      ...(deletionGround === undefined ? {} : { deletionGround }),
      ...(identityCheckRequired === undefined ? {} : { identityCheckRequired }),
    };
    return { ...state, requests: withDated(state.requests, item, REQUEST_COUNT_MAX) };
  }
  if (isFact(fact, RightsRequestIdentityChecked)) {
    const { requestId, outcome } = fact.fields;
    const item = { id, at, requestId, outcome };
    return { ...state, identityChecks: withDated(state.identityChecks, item, REQUEST_COUNT_MAX) };
  }
  if (isFact(fact, RightsRequestExtended)) {
    if (!fact.fields.subjectTold) return state;
    const item = { id, at, requestId: fact.fields.requestId };
    return { ...state, extensions: withDated(state.extensions, item, REQUEST_COUNT_MAX) };
  }
  if (!isFact(fact, RightsRequestAnswered)) return state;
  const { requestId, outcome, categories } = fact.fields;
  if (outcome !== 'fulfilled') return state;
  const item = { id, at, requestId, ...(categories === undefined ? {} : { categories }) };
  return { ...state, granted: withDated(state.granted, item, REQUEST_COUNT_MAX) };
}

/** The request of that name that had come in by then. */
export function requestOf({ requests }: RightsState, requestId: string, at: number): RightsRequest | undefined {
  return requests.findLast((one) => one.requestId === requestId && one.at <= at);
}

/** What the last check of who asks came to. */
export function identityOf({ identityChecks }: RightsState, requestId: string, at: number): IdentityCheck | undefined {
  return identityChecks.findLast((one) => one.requestId === requestId && one.at <= at);
}
