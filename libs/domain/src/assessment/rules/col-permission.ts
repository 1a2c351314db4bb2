import { describe, flag, list, optional, terms } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { permission } from '../../standard-fields.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import type { PermissionSwitch } from '../state/evidence-state.ts';

const parameters = {
  permissions: describe('Permissions of the device that the row is about.', list(permission, 5)),
  categories: optional(
    describe('Data that can only be read under one of them, also where the record names none.', terms('category')),
  ),
  onlyInUse: optional(describe('Never while the function is not in use.', flag)),
};

type Row = BoundRule<typeof parameters>;

export const colPermission = defineRuleKind({
  id: 'COL-PERMISSION',
  finds: ['COL-PERMISSION'],
  topic: 'collection',
  judges: [PersonalDataCollected],
  description: 'Whether the person had switched the permission of the device on, and was using the function.',
  source: 'A8 COL-PERMISSION; KAAD-C2; KAAY-C2, C3',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, { subject, vocabulary }: RuleContext, { basis, parameters: of }: Row): RuleResult | undefined {
  if (!isFact(fact, PersonalDataCollected)) return undefined;
  const { permission: read, categories, source, function: used, functionInUse } = fact.fields;
  const isGated = categories.some(({ category }) => isAmong(vocabulary, of.categories ?? [], category));
  if (read === undefined ? source.kind !== 'device' || !isGated : !of.permissions.includes(read)) return undefined;
  const latest = subject.permissions.findLast(
    (one) =>
      one.at <= fact.at && isThe(one, read, of.permissions) && (one.function === undefined || one.function === used),
  );
  const name = read ?? of.permissions.join(' or ');
  const answer = { rule: 'COL-PERMISSION', bases: [basis], evidence: latest === undefined ? [] : [latest.id] } as const;
  const params = { permission: name };
  if (latest?.enabled !== true) {
    return { ...answer, outcome: 'violates', missing: { code: 'permissionNotEnabled', params } };
  }
  if (of.onlyInUse !== true || functionInUse === true) return { ...answer, outcome: 'conforms' };
  return functionInUse === false
    ? { ...answer, outcome: 'violates', missing: { code: 'functionNotInUse', params } }
    : { ...answer, outcome: 'gap', missing: { code: 'functionUseNotDeclared', params } };
}

function isThe(
  one: PermissionSwitch,
  read: PermissionSwitch['permission'] | undefined,
  permissions: readonly PermissionSwitch['permission'][],
): boolean {
  return read === undefined ? permissions.includes(one.permission) : one.permission === read;
}
