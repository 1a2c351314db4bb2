import type { ClearFieldValues } from '../../event-definition.ts';
import { RecipientAgreementConcluded, RecipientAgreementEnded } from '../../recipient/agreement.ts';
import { RecipientServiceEnded } from '../../recipient/use.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

type ConcludedFields = ClearFieldValues<(typeof RecipientAgreementConcluded)['fields']>;
export type AgreementKind = ConcludedFields['kind'];

/** A document that lets a recipient have data. Days are those of the company's own zone. */
export interface Agreement extends Dated, Omit<ConcludedFields, 'terms'> {
  readonly terms?: ConcludedFields['terms'];
}

export interface AgreementState {
  readonly agreements: readonly Agreement[];
  readonly agreementEnds: readonly (Dated & { readonly recipient: string; readonly agreement: string })[];
  /** Recipients that do no more work. */
  readonly serviceEnds: readonly (Dated & { readonly recipient: string; readonly function?: string })[];
}

export const noAgreements: AgreementState = { agreements: [], agreementEnds: [], serviceEnds: [] };

/** Documents remembered of one company: a large one has some hundreds of recipients. */
const AGREEMENT_COUNT_MAX = 2000;

export function evolveAgreements<S extends AgreementState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, RecipientAgreementConcluded)) {
    return { ...state, agreements: withDated(state.agreements, { id, at, ...fact.fields }, AGREEMENT_COUNT_MAX) };
  }
  if (isFact(fact, RecipientAgreementEnded)) {
    const { recipient, agreement } = fact.fields;
    const item = { id, at, recipient, agreement };
    return { ...state, agreementEnds: withDated(state.agreementEnds, item, AGREEMENT_COUNT_MAX) };
  }
  if (!isFact(fact, RecipientServiceEnded)) return state;
  const { recipient, function: of } = fact.fields;
  const item = { id, at, recipient, ...(of === undefined ? {} : { function: of }) };
  return { ...state, serviceEnds: withDated(state.serviceEnds, item, AGREEMENT_COUNT_MAX) };
}
