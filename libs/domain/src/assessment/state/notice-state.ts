import { NoticeGiven } from '../../consent/notice.ts';
import type { ClearFieldValues } from '../../event-definition.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { earlier } from './dated.ts';
import type { Dated } from './dated.ts';

type NoticeFields = ClearFieldValues<(typeof NoticeGiven)['fields']>;

export interface Notice extends Dated {
  readonly policyVersion?: string;
  /** Everything it said. */
  readonly said: NoticeFields;
}

export interface NoticeState {
  readonly notices: readonly Notice[];
}

export const noNotices: NoticeState = { notices: [] };

/** Different notices remembered of one person or company; the same one given again adds nothing. */
const NOTICE_COUNT_MAX = 200;

export function evolveNotices<S extends NoticeState>(state: S, fact: Fact): S {
  if (!isFact(fact, NoticeGiven)) return state;
  const notice: Notice = {
    id: fact.id,
    at: fact.at,
    ...(fact.policyVersion === undefined ? {} : { policyVersion: fact.policyVersion }),
    said: fact.fields,
  };
  const key = contentOf(notice);
  // What was said once stays said: of notices with one content the first is enough.
  const same = state.notices.find((known) => contentOf(known) === key);
  const first = same === undefined ? notice : earlier(same, notice);
  const others = state.notices.filter((known) => known !== same);
  const notices = [...others, first].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { ...state, notices: notices.slice(-NOTICE_COUNT_MAX) };
}

function contentOf({ policyVersion, said }: Notice): string {
  return JSON.stringify([policyVersion, Object.entries(said).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
