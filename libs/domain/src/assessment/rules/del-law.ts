import { describe, flag, list, oneOf, optional } from '../../event-definition.ts';
import { DeletionDeferred } from '../../processing/deletion-duty.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import type { Missing } from '../missing.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';

const parameters = {
  grounds: describe('Why deletion may be put off.', list(oneOf(...DeletionDeferred.fields.ground.values), 5)),
  lawNamed: optional(describe('Which law or order demands it has to be named.', flag)),
  onlyStored: optional(describe('Meanwhile the data is only stored.', flag)),
};

type Row = BoundRule<typeof parameters>;

export const delLaw = defineRuleKind({
  id: 'DEL-LAW',
  finds: ['DEL-LAW'],
  topic: 'retention',
  judges: [DeletionDeferred],
  description: 'Whether data that was due to be deleted stays for a reason that counts, and is only stored.',
  source: 'A8 DEL-LAW; CLEX-R1; KAAD-R1; KAMO-R1, R2; PIPL Art. 47(2); GDPR Art. 17(3), 18',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, _context: RuleContext, { basis, parameters: of }: Row): RuleResult | undefined {
  if (!isFact(fact, DeletionDeferred)) return undefined;
  const { ground, lawRef, onlyStored } = fact.fields;
  const answer = { rule: 'DEL-LAW', bases: [basis], evidence: [] } as const;
  const violation = (missing: Missing): RuleResult => ({ ...answer, outcome: 'violates', missing });
  const gap = (missing: Missing): RuleResult => ({ ...answer, outcome: 'gap', missing });
  if (!of.grounds.includes(ground)) {
    return violation({ code: 'deferralNotAllowed', params: { ground, listed: of.grounds } });
  }
  const isByLaw = ground === 'legalRetention' || ground === 'authorityOrder';
  if (of.onlyStored === true && onlyStored === false) return violation({ code: 'notOnlyStored', params: { ground } });
  if (of.lawNamed === true && isByLaw && lawRef === undefined) return gap({ code: 'lawNotNamed', params: { ground } });
  if (of.onlyStored === true && onlyStored === undefined) {
    return gap({ code: 'onlyStoredNotDeclared', params: { ground } });
  }
  return { ...answer, outcome: 'conforms' };
}
