import { describe, flag, list, optional, reference } from '../../event-definition.ts';
import { PersonalDataCollected, PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { askInTime, dueAfter, periodFrom } from '../due-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { period } from './parameters.ts';

const parameters = {
  functions: describe('Functions that are cookies.', list(reference, 50)),
  period: optional(describe('Longest life. Left out: it ends with the session, and no other life is allowed.', period)),
  orSession: optional(describe('It may also end with the session.', flag)),
};

type Row = BoundRule<typeof parameters>;

export const retCookie = defineRuleKind({
  id: 'RET-COOKIE',
  finds: ['RET-COOKIE'],
  topic: 'cookies',
  judges: [PersonalDataCollected, PersonalDataUsed],
  description: 'Whether a cookie was set for no longer than the policy says, and is not read after that.',
  source: 'A8 RET-COOKIE; KAAD-K1; KAAY-C7',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(fact: Fact, context: RuleContext, rule: Row, setting: Setting): RuleResult | undefined {
  if (isFact(fact, PersonalDataCollected)) return askSetting(fact, rule, setting);
  return isFact(fact, PersonalDataUsed) ? askReading(fact, context, rule, setting) : undefined;
}

function askSetting(
  { at, fields }: Fact & FactOf<(typeof PersonalDataCollected)['fields']>,
  { basis, parameters }: Row,
  setting: Setting,
): RuleResult | undefined {
  const { function: of, retentionPeriod, endsWithSession } = fields;
  const { functions, period: longest, orSession } = parameters;
  if (!functions.includes(of)) return undefined;
  const answer = { rule: 'RET-COOKIE', bases: [basis], evidence: [] } as const;
  if (endsWithSession === true && (orSession === true || longest === undefined)) {
    return { ...answer, outcome: 'conforms' };
  }
  const lasts = retentionPeriod === undefined ? undefined : dueAfter({ duration: retentionPeriod }, at, setting);
  if (longest === undefined && (lasts !== undefined || endsWithSession === false)) {
    return { ...answer, outcome: 'violates', missing: { code: 'cookieOutlivesSession', params: { function: of } } };
  }
  if (longest === undefined || lasts === undefined) {
    return { ...answer, outcome: 'gap', missing: { code: 'cookieLifeNotDeclared', params: { function: of } } };
  }
  return { ...answer, ...askInTime(lasts.at, dueAfter(periodFrom(longest), at, setting), 'cookieOver') };
}

/** When a session ended is not on file: of a cookie that has no other end, its reading says nothing. */
function askReading(
  { at, fields }: Fact & FactOf<(typeof PersonalDataUsed)['fields']>,
  { subject }: RuleContext,
  { basis, parameters }: Row,
  setting: Setting,
): RuleResult | undefined {
  const { function: of, categories } = fields;
  const { functions, period: longest } = parameters;
  if (longest === undefined || of === undefined || !functions.includes(of)) return undefined;
  const set = subject.holdings
    .filter(({ category }) => categories.includes(category))
    .flatMap(({ collected }) => collected.findLast((one) => one.function === of && one.at <= at) ?? [])
    .toSorted((a, b) => a.at - b.at)[0];
  if (set === undefined) return undefined;
  const inTime = askInTime(at, dueAfter(periodFrom(longest), set.at, setting), 'cookieOver');
  return { rule: 'RET-COOKIE', bases: [basis], evidence: [set.id], ...inTime };
}
