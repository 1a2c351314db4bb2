import type { ClearFieldValues } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { earlier } from './dated.ts';
import type { Dated } from './dated.ts';

type SharedFields = ClearFieldValues<(typeof PersonalDataShared)['fields']>;
export type RecipientKind = SharedFields['recipientKind'];

/** What one recipient was given, as one kind and for one set of purposes: the first time is enough. */
export interface Share extends Dated {
  readonly recipient: string;
  readonly recipientKind: RecipientKind;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
}

export interface ShareState {
  readonly shares: readonly Share[];
}

export const noShares: ShareState = { shares: [] };

/** Different shares remembered of one person; the same again adds nothing. */
const SHARE_COUNT_MAX = 200;

export function evolveShares<S extends ShareState>(state: S, fact: Fact): S {
  if (!isFact(fact, PersonalDataShared)) return state;
  const { recipient, recipientKind, purposes, categories } = fact.fields;
  const share: Share = {
    id: fact.id,
    at: fact.at,
    recipient,
    recipientKind,
    purposes: purposes.toSorted(),
    categories: categories.toSorted(),
  };
  const key = contentOf(share);
  const same = state.shares.find((known) => contentOf(known) === key);
  const first = same === undefined ? share : earlier(same, share);
  const shares = [...state.shares.filter((known) => known !== same), first];
  shares.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { ...state, shares: shares.slice(-SHARE_COUNT_MAX) };
}

function contentOf({ recipient, recipientKind, purposes, categories }: Share): string {
  return JSON.stringify([recipient, recipientKind, purposes, categories]);
}
