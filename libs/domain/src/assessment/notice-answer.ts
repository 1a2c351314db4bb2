import type { Context, RuleResult } from './rule-kind.ts';
import type { Notice } from './state/notice-state.ts';

type Item = NonNullable<Notice['said']['items']>[number];

/** What people have to have been told before. */
export interface NoticeNeed {
  /** When the act happened, in milliseconds since 1970. */
  readonly at: number;
  readonly items: readonly Item[];
  /** The notice has to name this recipient. */
  readonly recipient?: string;
  /** The notice the record says it relies on. */
  readonly noticeRef?: string | undefined;
}

/**
 * Whether notices given before told every item. A notice that does not declare what it told leaves that open, and so does
 * one that is named and not on file: a gap.
 */
export function askNotice(context: Context, need: NoticeNeed): Pick<RuleResult, 'outcome' | 'evidence' | 'missing'> {
  const { at, items, recipient, noticeRef } = need;
  const known = [...context.subject.notices, ...context.controller.notices];
  const before = known.filter(
    (notice) => notice.at <= at && (recipient === undefined || notice.said.recipients?.includes(recipient) === true),
  );
  const evidence = new Set<string>();
  const untold = items.filter((item) => {
    const notice = before.find(({ said }) => said.items?.includes(item) === true);
    if (notice !== undefined) evidence.add(notice.id);
    return notice === undefined;
  });
  if (untold.length === 0) return { outcome: 'conforms', evidence: [...evidence] };
  if (noticeRef !== undefined && !known.some(({ id }) => id === noticeRef)) {
    const missing = { code: 'referredUnknown', params: { what: 'notice', id: noticeRef } } as const;
    return { outcome: 'gap', evidence: [], missing };
  }
  const undeclared = before.filter(({ said }) => said.items === undefined);
  const missing = { code: 'noticeLacks', params: { items: untold } } as const;
  return {
    outcome: undeclared.length > 0 ? 'gap' : 'violates',
    evidence: [...evidence, ...undeclared.map(({ id }) => id)],
    missing,
  };
}
