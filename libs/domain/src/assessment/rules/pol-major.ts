import { describe, flag, list, optional } from '../../event-definition.ts';
import { PolicyChangeAnnounced } from '../../policy/announcement.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import type { Missing } from '../missing.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';

const { of: changedAspects } = PolicyChangeAnnounced.fields.changedAspects;

const parameters = {
  major: describe('What makes a change a major one.', list(changedAspects.of, 12)),
  prominent: optional(describe('A major change is told so that it cannot be missed.', flag)),
  dated: optional(describe('The announcement gives the day of the update and the day from which it applies.', flag)),
};

type Row = BoundRule<typeof parameters>;

export const polMajor = defineRuleKind({
  id: 'POL-MAJOR',
  finds: ['POL-MAJOR'],
  topic: 'policyChange',
  judges: [PolicyChangeAnnounced],
  description: 'Whether people were told of a major change of the policy as it promises.',
  source: 'A8 POL-MAJOR; KAAD-U1; KAMO-U1; PIPL Art. 14(2), 17(2)',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, _context: RuleContext, { basis, parameters: of }: Row): RuleResult | undefined {
  if (!isFact(fact, PolicyChangeAnnounced)) return undefined;
  const { announcedVersion: version, prominent, changedAspects: changed, updateDate, effectiveDate } = fact.fields;
  const answer = { rule: 'POL-MAJOR', bases: [basis], evidence: [] } as const;
  const violation = (missing: Missing): RuleResult => ({ ...answer, outcome: 'violates', missing });
  const dates = [
    ...(updateDate === undefined ? ['updateDate'] : []),
    ...(effectiveDate === undefined ? ['effectiveDate'] : []),
  ];
  const aspects = changed?.filter((aspect) => of.major.includes(aspect)) ?? [];
  if (of.prominent === true && !prominent) {
    if (aspects.length > 0) return violation({ code: 'notProminent', params: { aspects } });
    if (changed === undefined) {
      return { ...answer, outcome: 'gap', missing: { code: 'changeNotDeclared', params: { version } } };
    }
  }
  if (of.dated === true && dates.length > 0) return violation({ code: 'datesNotGiven', params: { version, dates } });
  return { ...answer, outcome: 'conforms' };
}
