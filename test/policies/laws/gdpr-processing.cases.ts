import type { CaseRecord } from '../policy-case.ts';
import { activity, age, collected, consent, shared, unavailable, used, withdrawal, agreement } from '../records.ts';
import { adult, assessed, email, gap, ITEMS, notice, REGISTERED, SERVICE, violates } from './law-case.ts';
import type { LawCase } from './law-case.ts';

const scope = { purposes: [SERVICE], categories: email };
const contract = { legalBasis: 'eu-gdpr:A6-1-b' };
const interest = { legalBasis: 'eu-gdpr:A6-1-f' };
const byConsent = { legalBasis: 'eu-gdpr:A6-1-a' };
const collect = (data: CaseRecord['data'] = {}) => collected({ function: 'account', ...scope, ...contract, ...data });
const use = (data: CaseRecord['data'] = {}) => used({ ...scope, ...contract, ...data });
const health = { categories: ['pd:Health'] };
const guardian = { givenBy: 'guardian' };
const decision = (data: CaseRecord['data'] = {}) => ({
  automatedDecision: { significant: true, humanReviewOffered: true, ...data },
});

/** GDPR Art. 4 to 22, 35: on what, after what was told, and how data is collected and used. */
export const gdprProcessing: readonly LawCase[] = [
  { title: 'somebody who was told gives what a contract needs', given: [notice()], when: collect(), then: 'conforms' },
  {
    title: 'Art. 4(11): consent was no affirmative act',
    given: [adult, notice(), consent('implied', scope)],
    when: collect(byConsent),
    then: violates('EU-GDPR-4-11', 'LAW-BASIS', 'consentTooWeak'),
  },
  {
    title: 'Art. 5(1)(b): data is used for something else, and nobody was told',
    given: [notice(), collect()],
    when: use({ purposes: ['dpv:ServiceUsageAnalytics'], ...interest }),
    then: violates('EU-GDPR-5-1-b', 'USE-PURPOSE', 'consentMissing'),
  },
  {
    title: 'Art. 13(3): data is used for something else that people were told of before',
    given: [notice(), collect(), notice({ purposes: ['dpv:ServiceUsageAnalytics'] })],
    when: use({ purposes: ['dpv:ServiceUsageAnalytics'], ...interest }),
    then: 'conforms',
  },
  {
    title: 'Art. 5(1)(b): science goes together with any purpose',
    given: [notice(), collect()],
    when: use({ purposes: ['dpv:ScientificResearch'], ...interest }),
    then: 'conforms',
  },
  {
    title: 'Art. 5(1)(e): data is used after the time it was to be kept',
    given: [notice(), collect({ retentionPeriod: 'P1M' })],
    when: { ...use(), at: '2026-12-20T09:00:00+08:00' },
    then: violates('EU-GDPR-5-1-e', 'RET-LIMIT', 'retentionOver'),
  },
  {
    title: 'Art. 6(1): nobody says on what basis data is collected',
    given: [notice()],
    when: collect({ legalBasis: undefined }),
    then: gap('EU-GDPR-6-1', 'LAW-BASIS', 'basisNotDeclared'),
  },
  {
    title: 'Art. 6(1): the register says on what basis',
    given: [notice(), activity({ ...REGISTERED, legalBases: ['eu-gdpr:A6-1-f'] })],
    when: collect({ legalBasis: undefined }),
    then: 'conforms',
  },
  {
    title: 'Art. 6(1): a basis of Chinese law tells nothing of this one',
    given: [notice()],
    when: collect({ legalBasis: 'local:PIPL-13-3' }),
    then: gap('EU-GDPR-6-1', 'LAW-BASIS', 'basisNotDeclared'),
  },
  {
    title: 'Art. 7(3): data leaves the country after consent to it was withdrawn',
    given: [
      agreement('kaadas-enterprise-apps', { kind: 'standardContractualClauses' }),
      consent('explicit', { ...scope, countries: ['US'] }),
      withdrawal({ consentRef: '$consent' }),
    ],
    when: {
      type: 'PersonalDataExported',
      data: {
        ...{ fromCountry: 'DE', toCountry: 'US', mechanism: 'standardContractualClauses' },
        ...{ recipient: 'kaadas-enterprise-apps', ...scope },
      },
    },
    then: violates('EU-GDPR-7-3', 'WDR-EFFECT', 'consentWithdrawn'),
  },
  {
    title: 'Art. 7(4): a service is refused for want of optional data',
    when: unavailable({ function: 'account', reason: 'optionalRefused', categories: ['pd:Gender'] }),
    then: violates('EU-GDPR-7-4', 'COL-OPTIONAL', 'optionalTakenAsRequired'),
  },
  {
    title: 'Art. 8(1): a child of thirteen consents alone, which some Member States let it',
    given: [age('13'), notice(), consent('express', scope)],
    when: collect(byConsent),
    then: gap('EU-GDPR-8-1', 'COL-MINOR', 'ageLimitNotKnown'),
  },
  {
    title: 'Art. 8(1): somebody of sixteen consents alone',
    given: [age('16-17'), notice(), consent('express', scope)],
    when: collect(byConsent),
    then: 'conforms',
  },
  {
    title: 'Art. 8(1): it is about consent only, and a contract asks for none',
    given: [age('13'), notice()],
    when: collect(),
    then: 'conforms',
  },
  {
    title: 'Art. 8(2): nobody verified who consented for a child of twelve',
    given: [age('0-12'), notice(), consent('express', scope, guardian)],
    when: collect(byConsent),
    then: violates('EU-GDPR-8-2', 'COL-MINOR', 'guardianNotVerified'),
  },
  {
    title: 'Art. 8(2): the guardian was verified',
    given: [
      age('0-12'),
      { type: 'GuardianVerified', data: { method: 'identityDocument' } },
      ...[notice(), consent('express', scope, guardian)],
    ],
    when: collect(byConsent),
    then: 'conforms',
  },
  {
    title: 'Art. 9: health under a contract alone',
    given: [notice(health)],
    when: collect(health),
    then: violates('EU-GDPR-9-1', 'COL-SENSITIVE', 'consentMissing'),
  },
  {
    title: 'Art. 9: what the company itself holds to be sensitive is no special category by that',
    given: [notice({ categories: ['pd:PaymentCardNumber'] })],
    when: {
      type: 'PersonalDataCollected',
      data: { ...collect().data, categories: [{ category: 'pd:PaymentCardNumber', sensitive: true }] },
    },
    then: 'conforms',
  },
  {
    title: 'Art. 9(2)(h): the register names the condition beside the contract',
    given: [notice(health), activity({ ...REGISTERED, ...health, legalBases: ['eu-gdpr:A6-1-b', 'eu-gdpr:A9-2-h'] })],
    when: collect(health),
    then: 'conforms',
  },
  {
    title: 'Art. 13: people were not told where to complain',
    given: [notice({ items: ITEMS.filter((item) => item !== 'complaintRoute') })],
    when: collect(),
    then: violates('EU-GDPR-13', 'COL-NOTICE', 'noticeLacks'),
  },
  {
    title: 'Art. 14(3)(c): data from a partner is handed on before the person was told',
    given: [collect({ source: { kind: 'businessPartner', name: 'partner' } })],
    when: shared({
      ...{ recipient: 'clex-affiliates', recipientKind: 'affiliate', ground: 'affiliate' },
      ...scope,
      ...interest,
    }),
    then: violates('EU-GDPR-14', 'COL-NOTICE', 'noticeLacks'),
  },
  {
    title: 'Art. 14(3)(a): within a month it may be used before the person was told',
    given: [collect({ source: { kind: 'businessPartner', name: 'partner' } })],
    when: use(),
    then: 'conforms',
  },
  {
    title: 'Art. 21(3): marketing goes on after an objection',
    given: [
      {
        type: 'RightsRequestReceived',
        data: {
          ...{ requestId: 'request-1', right: 'objection', channel: 'email', receivedFrom: 'subject' },
          purposes: ['dpv:DirectMarketing'],
        },
      },
    ],
    when: use({ purposes: ['dpv:DirectMarketing'], ...interest }),
    then: violates('EU-GDPR-21-3', 'USE-MARKETING', 'unsubscribed'),
  },
  {
    title: 'Art. 22(1): a significant automated decision on a legitimate interest',
    given: [assessed()],
    when: use({ ...interest, ...decision() }),
    then: violates('EU-GDPR-22-1', 'USE-ADM', 'consentMissing'),
  },
  {
    title: 'Art. 22(2)(c): the same with explicit consent',
    given: [assessed(), consent('explicit', scope)],
    when: use({ ...interest, ...decision() }),
    then: 'conforms',
  },
  {
    title: 'Art. 22(3): nobody can have a person decide again',
    given: [assessed()],
    when: use(decision({ humanReviewOffered: false })),
    then: violates('EU-GDPR-22-3', 'USE-ADM', 'decisionLacks'),
  },
  {
    title: 'Art. 35: a significant automated decision that nobody assessed',
    when: use(decision()),
    then: violates('EU-GDPR-35-1', 'ACT-ASSESSED', 'impactAssessmentMissing'),
  },
  {
    title: 'Art. 35(7): an assessment did not look at the risks',
    when: assessed({ contents: ['lawfulnessAndNecessity'] }),
    then: violates('EU-GDPR-35-7', 'ACT-ASSESSED', 'assessmentLacks'),
  },
];
