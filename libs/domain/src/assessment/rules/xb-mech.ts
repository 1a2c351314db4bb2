import { country, describe, flag, list, oneOf, optional, term } from '../../event-definition.ts';
import { PersonalDataExported } from '../../processing/handing-over.ts';
import { RecipientAgreementConcluded } from '../../recipient/agreement.ts';
import { exportMechanism, noticeItem } from '../../standard-fields.ts';
import { actFrom } from '../act.ts';
import { isInForce } from '../agreement-answer.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { daysIn } from '../days.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { lawmakersOver } from '../../deadline/law.ts';
import { askNotice } from '../notice-answer.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { consentForms } from './parameters.ts';

const parameters = {
  forbidden: optional(describe('Nothing leaves the country until the policy says otherwise.', flag)),
  mechanisms: optional(describe('Mechanisms one of which is needed.', list(exportMechanism, 9))),
  orConsent: optional(consentForms),
  withConsent: optional(consentForms),
  documents: optional(
    describe(
      'A document of one of these kinds has to be on file and in force, as the record names it.',
      list(RecipientAgreementConcluded.fields.kind, 12),
    ),
  ),
  claimOnly: optional(describe('No record can show that the mechanism holds: to claim it is a gap.', flag)),
  impactAssessment: optional(describe('An impact assessment of the export has to have been made before.', flag)),
  from: optional(describe('Only of what leaves this country.', country)),
  outside: optional(describe('Only of what goes out of these states taken together.', oneOf('EU', 'EEA'))),
  onMechanisms: optional(describe('Only of exports on these mechanisms.', list(exportMechanism, 9))),
  exceptBases: optional(describe('Legal bases on which the consent is not needed.', list(term('legalBasis'), 50))),
  told: optional(describe('What people have to have been told of the recipient before.', list(noticeItem, 50))),
  remoteAccess: optional(describe('Access from abroad counts as export.', flag)),
};

type Row = BoundRule<typeof parameters>;
type Exported = Fact & FactOf<(typeof PersonalDataExported)['fields']>;
type Answer = Pick<RuleResult, 'outcome' | 'evidence' | 'missing'>;

export const xbMech = defineRuleKind({
  id: 'XB-MECH',
  finds: ['XB-MECH', 'XB-ACCESS'],
  topic: 'crossBorder',
  judges: [PersonalDataExported],
  description: 'Whether data left the country, or was accessed from abroad, on what the policy or the law asks for.',
  source: 'A8 XB-MECH, XB-ACCESS; KAMO-CB1; KAAD-L1; PIPL Art. 38, 39, 55; GDPR Art. 44-49',
  parameters,
  compile,
});

function compile(rules: readonly Row[], setting: Setting): Check {
  const dayOf = daysIn(setting);
  const accessCounts = rules.some(({ parameters: { remoteAccess } }) => remoteAccess === true);
  return (fact, context) => {
    if (!isFact(fact, PersonalDataExported)) return undefined;
    const isAccess = fact.fields.remoteAccess === true;
    if (isAccess && !accessCounts) return undefined;
    const rule = isAccess ? 'XB-ACCESS' : 'XB-MECH';
    return rules.flatMap((row) =>
      answersOf(row, fact, context, dayOf).map((answer): RuleResult => ({ rule, bases: [row.basis], ...answer })),
    );
  };
}

function answersOf(
  { parameters: of }: Row,
  fact: Exported,
  context: RuleContext,
  dayOf: (at: number) => string,
): Answer[] {
  const act = actFrom(fact);
  if (act === undefined || !isMeant(of, fact)) return [];
  const { mechanism, toCountry } = fact.fields;
  if (of.forbidden === true) {
    return [{ outcome: 'violates', evidence: [], missing: { code: 'exportForbidden', params: { toCountry } } }];
  }
  if (of.claimOnly === true) {
    return [{ outcome: 'gap', evidence: [], missing: { code: 'mechanismNotShown', params: { mechanism, toCountry } } }];
  }
  const answers: Answer[] = [];
  const consent = of.orConsent === undefined ? undefined : askConsent(context, needOf(act, of.orConsent));
  if (of.mechanisms !== undefined && consent?.outcome !== 'conforms' && !of.mechanisms.includes(mechanism)) {
    const params = { mechanism, allowed: of.mechanisms };
    const code = consent === undefined ? 'mechanismNotAllowed' : 'neitherMechanismNorConsent';
    answers.push({ outcome: 'violates', evidence: [], missing: { code, params } });
  } else if (of.documents !== undefined && consent?.outcome !== 'conforms') {
    answers.push(askDocument(fact, context, of.documents, dayOf));
  } else if (of.mechanisms !== undefined) answers.push({ outcome: 'conforms', evidence: consent?.evidence ?? [] });
  const isExcepted = act.legalBasis !== undefined && of.exceptBases?.includes(act.legalBasis) === true;
  if (of.withConsent !== undefined && !isExcepted) answers.push(askConsent(context, needOf(act, of.withConsent)));
  if (of.told !== undefined) answers.push(askTold(fact, context, of.told));
  if (of.impactAssessment === true) answers.push(askImpactAssessment(fact, context));
  return answers;
}

function isMeant({ from, outside, onMechanisms }: Row['parameters'], { fields }: Exported): boolean {
  const isFrom = from === undefined || lawmakersOver(fields.fromCountry).includes(from);
  const staysIn = from !== undefined && lawmakersOver(fields.toCountry).includes(from);
  const isOut = outside === undefined || !lawmakersOver(fields.toCountry).includes(outside);
  return isFrom && !staysIn && isOut && (onMechanisms?.includes(fields.mechanism) ?? true);
}

function askTold(
  { at, fields: { recipient, noticeRef } }: Exported,
  context: RuleContext,
  items: NonNullable<Row['parameters']['told']>,
): Answer {
  return askNotice(context, { at, items, noticeRef, ...(recipient === undefined ? {} : { recipient }) });
}

function askDocument(
  { at, fields }: Exported,
  context: RuleContext,
  kinds: NonNullable<Row['parameters']['documents']>,
  dayOf: (at: number) => string,
): Answer {
  const { mechanism, mechanismRef, recipient } = fields;
  const known = context.controller.agreements.filter(
    (one) =>
      kinds.includes(one.kind) &&
      (mechanismRef === undefined ? one.recipient === recipient : one.agreement === mechanismRef),
  );
  const inForce = known.find((one) => isInForce(one, context, { at, day: dayOf(at) }));
  if (inForce !== undefined) return { outcome: 'conforms', evidence: [inForce.id] };
  const last = known.at(-1);
  if (last === undefined) {
    return { outcome: 'gap', evidence: [], missing: { code: 'mechanismNotOnFile', params: { mechanism } } };
  }
  const params = { mechanism, document: last.agreement };
  return { outcome: 'violates', evidence: [last.id], missing: { code: 'mechanismNotInForce', params } };
}

function askImpactAssessment({ at, fields }: Exported, { controller }: RuleContext): Answer {
  const named = fields.impactAssessmentRef;
  const made = controller.impactAssessments.findLast(
    (one) => one.at <= at && one.occasions.includes('export') && (named === undefined || one.assessment === named),
  );
  if (made !== undefined) return { outcome: 'conforms', evidence: [made.id] };
  return named === undefined
    ? {
        outcome: 'violates',
        evidence: [],
        missing: { code: 'impactAssessmentMissing', params: { occasion: 'export' } },
      }
    : { outcome: 'gap', evidence: [], missing: { code: 'impactAssessmentNotOnFile', params: { assessment: named } } };
}
