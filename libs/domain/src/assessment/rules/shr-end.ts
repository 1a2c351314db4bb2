import { describe, flag, optional } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { RecipientAccessRevoked } from '../../restriction/restriction.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, Context, RuleResult } from '../rule-kind.ts';

const parameters = {
  includesPastData: optional(describe('The recipient must lose access to what it already had as well.', flag)),
};

export const shrEnd = defineRuleKind({
  id: 'SHR-END',
  finds: ['SHR-END'],
  topic: 'sharing',
  judges: [PersonalDataShared, RecipientAccessRevoked],
  description: 'Whether a recipient whose work ended got nothing more, and lost access to what it had.',
  source: 'A8 SHR-END; KAAY-D11; PIPL Art. 21(2)',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, { controller }: Context, { basis, parameters: of }: BoundRule<typeof parameters>) {
  const answer = { rule: 'SHR-END', bases: [basis], evidence: [] } as const;
  if (isFact(fact, RecipientAccessRevoked)) {
    const { recipient, includesPastData, cause } = fact.fields;
    const isEnd = cause === 'serviceEnded' || cause === 'agreementEnded';
    if (!isEnd || of.includesPastData !== true) return undefined;
    if (includesPastData) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
    return {
      ...answer,
      outcome: 'violates',
      missing: { code: 'pastDataKept', params: { recipient } },
    } satisfies RuleResult;
  }
  if (!isFact(fact, PersonalDataShared)) return undefined;
  const { recipient, function: used } = fact.fields;
  const ended = controller.serviceEnds.findLast(
    (end) => end.recipient === recipient && end.at <= fact.at && (end.function === undefined || end.function === used),
  );
  // It works again once a new agreement was concluded.
  const again = controller.agreements.some(
    (one) => one.recipient === recipient && ended !== undefined && one.at > ended.at && one.at <= fact.at,
  );
  if (ended === undefined || again) return undefined;
  const missing = { code: 'serviceEnded', params: { recipient } } as const;
  return { ...answer, outcome: 'violates', evidence: [ended.id], missing } satisfies RuleResult;
}
