import { describe, flag, optional, terms } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { isStatistical } from '../statistics.ts';
import { consentForms, functions } from './parameters.ts';

const parameters = {
  purposes: describe('Purposes that are marketing.', terms('purpose')),
  withConsent: optional(consentForms),
  untilUnsubscribed: optional(describe('Allowed until the person unsubscribes or objects.', flag)),
};

export const useMarketing = defineRuleKind({
  id: 'USE-MARKETING',
  finds: ['USE-MARKETING'],
  topic: 'marketing',
  judges: [PersonalDataUsed, PersonalDataShared],
  description: 'Whether marketing had the consent it needs, or stopped when the person unsubscribed.',
  source: 'A8 USE-MARKETING; KAAY-D13 and purposes; KAMO-C6; PIPL Art. 24; GDPR Art. 21(2)',
  parameters,
  compile: eachRule(
    (fact, context, { basis, parameters: of }: BoundRule<typeof parameters>): RuleResult | undefined => {
      const act = actFrom(fact);
      const purposes = act?.purposes.filter((purpose) => of.purposes.includes(purpose)) ?? [];
      if (act === undefined || purposes.length === 0 || isStatistical(fact)) return undefined;
      const answer = { rule: 'USE-MARKETING', bases: [basis] } as const;
      const unsubscribing = of.untilUnsubscribed === true ? unsubscribed(fact, context, purposes) : undefined;
      if (unsubscribing !== undefined) {
        const missing = { code: 'unsubscribed', params: { purposes } } as const;
        return { ...answer, outcome: 'violates', evidence: [unsubscribing], missing };
      }
      if (of.withConsent === undefined) return { ...answer, outcome: 'conforms', evidence: [], lenient: true };
      return { ...answer, ...askConsent(context, needOf(act, of.withConsent, { purposes })) };
    },
  ),
});

/** A withdrawal, a stop or an objection that names the purpose, unless consent to it was given later. */
function unsubscribed({ at }: Fact, { subject }: RuleContext, purposes: readonly string[]): string | undefined {
  const isAbout = (named: readonly string[] | undefined) =>
    named?.some((purpose) => purposes.includes(purpose)) === true;
  const last = [
    ...subject.consentEnds.filter(({ scope }) => isAbout(scope?.purposes)),
    ...subject.stops.filter((stop) => stop.kind === 'useStopped' && isAbout(stop.purposes)),
    ...subject.requests.filter(({ right, purposes: named }) => right === 'objection' && isAbout(named)),
  ]
    .filter((end) => end.at <= at)
    .reduce<{ readonly id: string; readonly at: number } | undefined>(
      (latest, end) => (latest === undefined || end.at > latest.at ? end : latest),
      undefined,
    );
  if (last === undefined) return undefined;
  const again = subject.consents.some(
    (consent) =>
      consent.at > last.at && consent.at <= at && purposes.every((one) => consent.scope.purposes.includes(one)),
  );
  return again ? undefined : last.id;
}

const personalisedParameters = {
  purposes: describe('Purposes that are personalised display.', terms('purpose')),
  functions,
};

export const usePersonalised = defineRuleKind({
  id: 'USE-PERSONALISED',
  finds: ['USE-PERSONALISED'],
  topic: 'personalisation',
  judges: [PersonalDataUsed],
  description: 'Whether something was shown by traits of the person although the policy rules that out.',
  source: 'A8 USE-PERSONALISED; KAMO-C6',
  parameters: personalisedParameters,
  compile: eachRule((fact, _context, { basis, parameters: of }: BoundRule<typeof personalisedParameters>) => {
    const act = actFrom(fact);
    const isMeant = of.functions === undefined || (act?.function !== undefined && of.functions.includes(act.function));
    const purposes = act?.purposes.filter((purpose) => of.purposes.includes(purpose)) ?? [];
    if (!isMeant || purposes.length === 0) return undefined;
    const missing = { code: 'purposeExcluded', params: { purposes } } as const;
    return { rule: 'USE-PERSONALISED', outcome: 'violates', bases: [basis], evidence: [], missing };
  }),
});
