import type { RuleContext, RuleResult } from './rule-kind.ts';
import type { Notice } from './state/notice-state.ts';

export type NoticeItem = NonNullable<Notice['said']['items']>[number];

/** What people have to have been told before. */
export interface NoticeNeed {
  /** When the act happened, in milliseconds since 1970. */
  readonly at: number;
  readonly items: readonly NoticeItem[];
  /** The notice has to name this recipient. */
  readonly recipient?: string;
  /** The notice has to name this successor. */
  readonly newController?: string;
  /** The notice has to name all of this data. */
  readonly categories?: readonly string[];
  /** The notice the record says it relies on. */
  readonly noticeRef?: string | undefined;
}

/**
 * Whether notices given before told every item. A notice that does not declare what it told leaves that open, and so does
 * one that is named and not on file: a gap.
 */
export function askNotice(
  context: RuleContext,
  need: NoticeNeed,
): Pick<RuleResult, 'outcome' | 'evidence' | 'missing'> {
  const { at, items, noticeRef } = need;
  const known = [...context.subject.notices, ...context.controller.notices];
  const before = known.filter((notice) => notice.at <= at && isAbout(notice, need));
  const evidence = new Set<string>();
  const untold = items.filter((item) => {
    const notice = before.find((one) => told(one, item, need, context) === true);
    if (notice !== undefined) evidence.add(notice.id);
    return notice === undefined;
  });
  if (untold.length === 0) return { outcome: 'conforms', evidence: [...evidence] };
  if (noticeRef !== undefined && !known.some(({ id }) => id === noticeRef)) {
    const missing = { code: 'referredUnknown', params: { what: 'notice', id: noticeRef } } as const;
    return { outcome: 'gap', evidence: [], missing };
  }
  const open = before.filter((one) => untold.every((item) => told(one, item, need, context) === undefined));
  const missing = { code: 'noticeLacks', params: { items: untold } } as const;
  return {
    outcome: open.length > 0 ? 'gap' : 'violates',
    evidence: [...evidence, ...open.map(({ id }) => id)],
    missing,
  };
}

function isAbout({ said }: Notice, { recipient, newController, categories }: NoticeNeed): boolean {
  return (
    (recipient === undefined || said.recipients?.includes(recipient) === true) &&
    (newController === undefined || said.newController === newController) &&
    (categories === undefined || categories.every((category) => said.categories?.includes(category) === true))
  );
}

/** Whether a notice told an item; left out: it is not declared. */
function told(notice: Notice, item: NoticeItem, need: NoticeNeed, { policy }: RuleContext): boolean | undefined {
  const { said, policyVersion } = notice;
  if (said.items?.includes(item) === true || TOLD_BY_FIELD[item]?.(said) === true) return true;
  // What is told of one recipient or one successor does not stand in the policy's text.
  const isParticular = need.recipient !== undefined || need.newController !== undefined;
  const shows = !isParticular && policyVersion !== undefined && policyVersion === policy?.policyVersion;
  if (shows && policy.tells !== undefined) return policy.tells.includes(item);
  return said.items === undefined ? undefined : false;
}

/** Items a notice tells by what it names in fields of its own. */
const TOLD_BY_FIELD: { readonly [I in NoticeItem]?: (said: Notice['said']) => boolean } = {
  purposes: () => true,
  categories: ({ categories }) => categories !== undefined,
  recipients: ({ recipients }) => recipients !== undefined,
  necessity: ({ necessityExplained }) => necessityExplained === true,
};
