import { BreachNoticeGiven } from '../../breach/breach.ts';
import { describe, list, oneOf } from '../../event-definition.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';
import { audiences } from './parameters.ts';

const channelParameters = {
  audiences,
  channels: describe('Ways in which people are told.', list(oneOf(...BreachNoticeGiven.fields.channel.values), 10)),
};

export const brcChannel = defineRuleKind({
  id: 'BRC-CHANNEL',
  finds: ['BRC-CHANNEL'],
  topic: 'breach',
  judges: [BreachNoticeGiven],
  description:
    'Whether people were told of a breach in a way the policy promises. Of announcements BRC-FALLBACK speaks.',
  source: 'A8 BRC-CHANNEL; CLEX-B2; KAAD-B2; KAMO-B1',
  parameters: channelParameters,
  compile: eachRule((fact, _context, { basis, parameters: of }: BoundRule<typeof channelParameters>) => {
    if (!isFact(fact, BreachNoticeGiven)) return undefined;
    const { audience, channel } = fact.fields;
    if (channel === 'announcement' || !of.audiences.includes(audience)) return undefined;
    const answer = { rule: 'BRC-CHANNEL', bases: [basis], evidence: [] } as const;
    if (of.channels.includes(channel)) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
    const missing = { code: 'channelNotListed', params: { channel, listed: of.channels } } as const;
    return { ...answer, outcome: 'violates', missing } satisfies RuleResult;
  }),
});

const fallbackParameters = {};

export const brcFallback = defineRuleKind({
  id: 'BRC-FALLBACK',
  finds: ['BRC-FALLBACK'],
  topic: 'breach',
  judges: [BreachNoticeGiven],
  description: 'Whether a breach was announced only because it was hard to tell people one by one.',
  source: 'A8 BRC-FALLBACK; CLEX-B3; KAAD-B2; KAMO-B1; GDPR Art. 34(3)(c)',
  parameters: fallbackParameters,
  compile: eachRule((fact, _context, { basis }: BoundRule<typeof fallbackParameters>) => {
    if (!isFact(fact, BreachNoticeGiven)) return undefined;
    const { breachId, channel, audience, impracticable } = fact.fields;
    if (channel !== 'announcement' && audience !== 'public') return undefined;
    const answer = { rule: 'BRC-FALLBACK', bases: [basis], evidence: [] } as const;
    if (impracticable === true) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
    const params = { breachId };
    return (
      impracticable === false
        ? { ...answer, outcome: 'violates', missing: { code: 'notImpracticable', params } }
        : { ...answer, outcome: 'gap', missing: { code: 'impracticableNotDeclared', params } }
    ) satisfies RuleResult;
  }),
});

const regulatorParameters = {};

export const brcReg = defineRuleKind({
  id: 'BRC-REG',
  finds: ['BRC-REG'],
  topic: 'breach',
  judges: [BreachNoticeGiven],
  description: 'Whether the authorities had been told of a breach by the time people got their last word on it.',
  source: 'A8 BRC-REG; CLEX-B4; KAAD-B2; KAMO-B1; PIPL Art. 57',
  parameters: regulatorParameters,
  compile: eachRule((fact, { subject, controller }, { basis }: BoundRule<typeof regulatorParameters>) => {
    if (!isFact(fact, BreachNoticeGiven)) return undefined;
    const { breachId, audience, phase } = fact.fields;
    if (phase !== 'final' || audience === 'regulator' || audience === 'controller') return undefined;
    const answer = { rule: 'BRC-REG', bases: [basis] } as const;
    const report = [...subject.breachNotices, ...controller.breachNotices].find(
      (one) => one.breachId === breachId && one.audience === 'regulator' && one.at <= fact.at,
    );
    if (report !== undefined) return { ...answer, outcome: 'conforms', evidence: [report.id] } satisfies RuleResult;
    const missing = { code: 'regulatorNotTold', params: { breachId } } as const;
    return { ...answer, outcome: 'violates', evidence: [], missing } satisfies RuleResult;
  }),
});
