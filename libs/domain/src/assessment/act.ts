import { PersonalDataCollected, PersonalDataUsed } from '../processing/collection-and-use.ts';
import {
  PersonalDataExported,
  PersonalDataPubliclyDisclosed,
  PersonalDataShared,
  PersonalDataTransferred,
} from '../processing/handing-over.ts';
import type { EventDefinition } from '../event-definition.ts';
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';

export type ActKind = 'collect' | 'use' | 'share' | 'transfer' | 'publish' | 'export';

/** What acts of processing have in common, whichever record tells of them. */
export interface Act {
  readonly kind: ActKind;
  /** The record that tells of it: it is no evidence for itself. */
  readonly recordId: string;
  readonly at: number;
  readonly categories: readonly string[];
  readonly purposes: readonly string[];
  /** Operation that consent limited to operations must name, as IRI. */
  readonly operation: string;
  readonly function?: string | undefined;
  readonly datasets?: readonly string[] | undefined;
  readonly recipient?: string | undefined;
  readonly country?: string | undefined;
  readonly legalBasis?: string | undefined;
  readonly consentRef?: string | undefined;
  readonly noticeRef?: string | undefined;
  readonly exceptionRef?: string | undefined;
  readonly impactAssessmentRef?: string | undefined;
}

/** Records that tell of an act of processing. */
export const ACTS: readonly EventDefinition[] = [
  PersonalDataCollected,
  PersonalDataUsed,
  PersonalDataShared,
  PersonalDataTransferred,
  PersonalDataPubliclyDisclosed,
  PersonalDataExported,
];

const DPV = 'https://w3id.org/dpv#';

/** Operations that get rid of data: never too late, and never against the person's will. */
export const DISPOSALS: ReadonlySet<string> = new Set(
  ['Erase', 'Delete', 'Destruct', 'Remove', 'Anonymise'].map((name) => `${DPV}${name}`),
);

/** Each rule that looks at acts asks for the act of the same fact, one after the other. */
let last: { readonly fact: Fact; readonly act: Act | undefined } | undefined;

export function actFrom(fact: Fact): Act | undefined {
  if (last?.fact !== fact) last = { fact, act: actOf(fact) };
  return last.act;
}

function actOf(fact: Fact): Act | undefined {
  const { at, id: recordId } = fact;
  if (isFact(fact, PersonalDataCollected)) {
    const { fields } = fact;
    const categories = fields.categories.map(({ category }) => category);
    return { ...fields, kind: 'collect', at, recordId, categories, operation: `${DPV}Collect` };
  }
  if (isFact(fact, PersonalDataUsed)) return { ...fact.fields, kind: 'use', at, recordId };
  if (isFact(fact, PersonalDataShared)) {
    const { country: _ofRecipient, ...fields } = fact.fields;
    return { ...fields, kind: 'share', at, recordId, operation: `${DPV}Share` };
  }
  if (isFact(fact, PersonalDataTransferred)) {
    const { purposes = [], ...fields } = fact.fields;
    return { ...fields, purposes, kind: 'transfer', at, recordId, operation: `${DPV}Transfer` };
  }
  if (isFact(fact, PersonalDataPubliclyDisclosed)) {
    const { purposes = [], ...fields } = fact.fields;
    return { ...fields, purposes, kind: 'publish', at, recordId, operation: `${DPV}Disseminate` };
  }
  if (!isFact(fact, PersonalDataExported)) return undefined;
  const { toCountry, recipient: _abroad, ...fields } = fact.fields;
  return { ...fields, kind: 'export', at, recordId, operation: `${DPV}CrossBorderTransfer`, country: toCountry };
}
