import { describe, flag, list, optional } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { RecipientAgreementConcluded } from '../../recipient/agreement.ts';
import { askAgreement } from '../agreement-answer.ts';
import { daysIn } from '../days.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, Context, RuleResult, Setting } from '../rule-kind.ts';
import { recipientKinds } from './parameters.ts';

const parameters = {
  recipientKinds,
  agreementKinds: optional(
    describe('What kind of agreement is enough. Left out: any.', list(RecipientAgreementConcluded.fields.kind, 12)),
  ),
  agreement: optional(describe('An agreement has to be in force.', flag)),
  securityAssessment: optional(describe("An assessment of the recipient's security has to be on file.", flag)),
  monitored: optional(describe('What the recipient does through the interface has to be watched.', flag)),
};

type Row = BoundRule<typeof parameters>;
type Shared = Fact & FactOf<(typeof PersonalDataShared)['fields']>;

export const shrContract = defineRuleKind({
  id: 'SHR-CONTRACT',
  finds: ['SHR-CONTRACT'],
  topic: 'recipientContract',
  judges: [PersonalDataShared],
  description: 'Whether the recipient was bound by an agreement in force, and looked at before, as the policy says.',
  source: 'A8 SHR-CONTRACT; KAAY-D10; KAAD-D4; KAMO-D5; CLEX-D4; PIPL Art. 21; NDSR Art. 12; GDPR Art. 28(3)',
  parameters,
  compile,
});

function compile(rules: readonly Row[], setting: Setting): Check {
  const dayOf = daysIn(setting);
  return (fact, context) => {
    if (!isFact(fact, PersonalDataShared)) return undefined;
    const { recipientKind: kind } = fact.fields;
    const meant = rules.filter(({ parameters: of }) => of.recipientKinds?.includes(kind) ?? true);
    return meant.flatMap((row) => answersOf(row, fact, context, dayOf(fact.at)));
  };
}

function answersOf({ basis, parameters: of }: Row, fact: Shared, context: Context, day: string): readonly RuleResult[] {
  const { recipient, agreementRef, securityAssessmentRef, monitored } = fact.fields;
  const { at } = fact;
  const answer = { rule: 'SHR-CONTRACT', bases: [basis] } as const;
  const results: RuleResult[] = [];
  if (of.agreement === true) {
    const kinds = of.agreementKinds === undefined ? {} : { kinds: of.agreementKinds };
    results.push({ ...answer, ...askAgreement(context, { recipient, at, day, named: agreementRef, ...kinds }) });
  }
  if (of.securityAssessment === true) {
    const need = { recipient, at, day, kinds: ['securityAssessment'], named: securityAssessmentRef } as const;
    const asked = askAgreement(context, need);
    const isAbsent = asked.missing?.code === 'agreementNotDeclared';
    // That a recipient was looked at before is a thing to have done, not a text to have on file.
    const missing = { code: 'assessmentMissing', params: { recipient } } as const;
    results.push(isAbsent ? { ...answer, outcome: 'violates', evidence: [], missing } : { ...answer, ...asked });
  }
  if (of.monitored === true && monitored !== true) {
    const params = { recipient };
    results.push(
      monitored === false
        ? { ...answer, outcome: 'violates', evidence: [], missing: { code: 'notMonitored', params } }
        : { ...answer, outcome: 'gap', evidence: [], missing: { code: 'monitoringNotDeclared', params } },
    );
  }
  return results;
}
