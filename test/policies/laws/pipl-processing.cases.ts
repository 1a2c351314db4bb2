import type { CaseRecord } from '../policy-case.ts';
import { activity, age, agreement, collected, consent, shared, unavailable, used, withdrawal } from '../records.ts';
import { adult, assessed, company, email, gap, ITEMS, notice, REGISTERED, SERVICE, violates } from './law-case.ts';
import type { LawCase } from './law-case.ts';

const location = ['pd:GPSCoordinate'];
const collect = (data: CaseRecord['data'] = {}) =>
  collected({ function: 'account', purposes: [SERVICE], categories: email, legalBasis: 'dpv:Contract', ...data });
const locate = (data: CaseRecord['data'] = {}) =>
  collect({ categories: location, legalBasis: 'local:PIPL-13-1', ...data });
const use = (data: CaseRecord['data'] = {}) =>
  used({ purposes: [SERVICE], categories: email, legalBasis: 'dpv:Contract', ...data });
const scope = { purposes: [SERVICE], categories: email };
const whereabouts = { purposes: [SERVICE], categories: location };
const toldOfChildren = notice({ items: [...ITEMS, 'minorsRules'] });
const toldOfLocation = notice({ categories: location, necessityExplained: true });

/** PIPL Art. 5 to 31: on what, after what was told, and how data is collected and used. */
export const piplProcessing: readonly LawCase[] = [
  {
    title: 'an adult who was told gives what a contract needs',
    given: [adult, notice()],
    when: collect(),
    then: 'conforms',
  },
  {
    title: 'Art. 13: nobody says on what basis data is collected',
    given: [adult, notice()],
    when: collect({ legalBasis: undefined }),
    then: gap('CN-PIPL-13', 'LAW-BASIS', 'basisNotDeclared'),
  },
  {
    title: 'Art. 13: the register of activities says on what basis data is used',
    given: [activity({ ...REGISTERED, legalBases: ['local:PIPL-13-2'] })],
    when: use({ legalBasis: undefined }),
    then: 'conforms',
  },
  {
    title: 'Art. 13: data is used on the basis it was collected on, for the same purpose',
    given: [adult, notice(), collect()],
    when: use({ legalBasis: undefined }),
    then: 'conforms',
  },
  {
    title: 'Art. 13: a legitimate interest is no basis here',
    given: [adult, notice()],
    when: collect({ legalBasis: 'dpv:LegitimateInterest' }),
    then: violates('CN-PIPL-13', 'LAW-BASIS', 'basisUnknownToLaw'),
  },
  {
    title: 'Art. 13: a duty by the law of another country leaves it open',
    given: [adult, notice()],
    when: collect({ legalBasis: 'eu-gdpr:A6-1-c' }),
    then: gap('CN-PIPL-13', 'LAW-BASIS', 'basisNotDeclared'),
  },
  {
    title: 'Art. 14(1): consent was only implied',
    given: [adult, notice(), consent('implied', scope)],
    when: collect({ legalBasis: 'local:PIPL-13-1' }),
    then: violates('CN-PIPL-14', 'LAW-BASIS', 'consentTooWeak'),
  },
  {
    title: 'Art. 14(1): consent was express',
    given: [adult, notice(), consent('express', scope)],
    when: collect({ legalBasis: 'local:PIPL-13-1' }),
    then: 'conforms',
  },
  {
    title: 'Art. 14(2): another purpose rests on consent to it',
    given: [adult, notice(), collect(), consent('express', { ...scope, purposes: ['dpv:Marketing'] })],
    when: use({ purposes: ['dpv:Marketing'], legalBasis: 'local:PIPL-13-1' }),
    then: 'conforms',
  },
  {
    title: 'Art. 15: data goes to the processor after consent was withdrawn',
    given: [
      assessed(),
      agreement('kaadas-sdk-providers', { kind: 'processorAgreement' }),
      consent('express', scope),
      withdrawal({ consentRef: '$consent' }),
    ],
    when: shared({
      ...{ recipient: 'kaadas-sdk-providers', recipientKind: 'processor', ground: 'requestedService' },
      ...scope,
    }),
    then: violates('CN-PIPL-15', 'WDR-EFFECT', 'consentWithdrawn'),
  },
  {
    title: 'Art. 16: a service is refused for want of optional data',
    when: unavailable({ function: 'account', reason: 'optionalRefused', categories: ['pd:Gender'] }),
    then: violates('CN-PIPL-16', 'COL-OPTIONAL', 'optionalTakenAsRequired'),
  },
  {
    title: 'Art. 16: whether the service needs the data is not registered',
    when: unavailable({ function: 'account', reason: 'consentRefused', categories: email }),
    then: gap('CN-PIPL-16', 'COL-OPTIONAL', 'necessityNotDeclared'),
  },
  {
    title: 'Art. 16: the register says that the service needs the data',
    given: [activity({ ...REGISTERED, function: 'account', categories: email })],
    when: unavailable({ function: 'account', reason: 'consentRefused', categories: email }),
    then: 'conforms',
  },
  {
    title: 'Art. 17(1): nobody was told before',
    given: [adult],
    when: collect(),
    then: violates('CN-PIPL-17', 'COL-NOTICE', 'noticeMissing'),
  },
  {
    title: 'Art. 17(1): the notice told nothing of how long data is kept',
    given: [adult, notice({ items: ['controllerName', 'controllerContact', 'method', 'rightsProcedure'] })],
    when: collect(),
    then: violates('CN-PIPL-17', 'COL-NOTICE', 'noticeLacks'),
  },
  {
    title: 'Art. 17(1): what the notice told is not declared',
    given: [adult, notice({ items: undefined })],
    when: collect(),
    then: gap('CN-PIPL-17', 'COL-NOTICE', 'noticeLacks'),
  },
  {
    title: 'Art. 19: data is used after the time it was to be kept',
    given: [adult, notice(), collect({ retentionPeriod: 'P1M' })],
    when: { ...use(), at: '2026-12-20T09:00:00+08:00' },
    then: violates('CN-PIPL-19', 'RET-LIMIT', 'retentionOver'),
  },
  {
    title: 'Art. 24(2): marketing by automated decision cannot be refused',
    given: [assessed()],
    when: use({
      purposes: ['dpv:Marketing'],
      automatedDecision: { significant: false, impersonalOptionOffered: false, refusalOffered: false },
    }),
    then: violates('CN-PIPL-24-2', 'USE-ADM', 'decisionLacks'),
  },
  {
    title: 'Art. 24(2): one of the two ways out is enough',
    given: [assessed()],
    when: use({
      purposes: ['dpv:Marketing'],
      automatedDecision: { significant: false, impersonalOptionOffered: true, refusalOffered: false },
    }),
    then: 'conforms',
  },
  {
    title: 'Art. 24(3): a significant decision is not explained',
    given: [assessed()],
    when: use({ automatedDecision: { significant: true, explanationOffered: false, refusalOffered: true } }),
    then: violates('CN-PIPL-24-3', 'USE-ADM', 'decisionLacks'),
  },
  {
    title: 'Art. 29: consent to whereabouts was express and not separate',
    given: [adult, assessed(), toldOfLocation, consent('express', whereabouts)],
    when: locate(),
    then: violates('CN-PIPL-29', 'COL-SENSITIVE', 'consentTooWeak'),
  },
  {
    title: 'Art. 29, 30: whereabouts with separate consent, the need explained',
    given: [adult, assessed(), toldOfLocation, consent('separate', whereabouts)],
    when: locate(),
    then: 'conforms',
  },
  {
    title: 'Art. 28(1), 29: all data of a child of twelve is sensitive, and the guardian did not consent separately',
    given: [age('0-12'), toldOfChildren, consent('express', scope, { givenBy: 'guardian' })],
    when: collect({ legalBasis: 'local:PIPL-13-1' }),
    then: violates('CN-PIPL-29', 'COL-SENSITIVE', 'consentTooWeak'),
  },
  {
    title: 'Art. 28(1), 29, 31: the guardian of a child of twelve consented separately',
    given: [age('0-12'), toldOfChildren, consent('separate', scope, { givenBy: 'guardian' })],
    when: collect({ legalBasis: 'local:PIPL-13-1' }),
    then: 'conforms',
  },
  {
    title: 'Art. 30: why whereabouts are necessary was not told',
    given: [
      adult,
      assessed(),
      notice({
        categories: location,
        items: ['controllerName', 'controllerContact', 'method', 'retention', 'rightsProcedure'],
      }),
      consent('separate', whereabouts),
    ],
    when: locate(),
    then: violates('CN-PIPL-30', 'COL-SENSITIVE', 'necessityNotExplained'),
  },
  {
    title: 'Art. 31(1): nobody knows how old the person is',
    given: [notice()],
    when: collect(),
    then: gap('CN-PIPL-31', 'COL-MINOR', 'ageUnknown'),
  },
  {
    title: 'Art. 31(1): no guardian consented for a child of twelve',
    given: [age('0-12'), toldOfChildren],
    when: collect(),
    then: violates('CN-PIPL-31', 'COL-MINOR', 'consentMissing'),
  },
  {
    title: 'Art. 31(2): a guardian consented, and rules for children were not told',
    given: [age('0-12'), notice(), consent('express', scope, { givenBy: 'guardian' })],
    when: collect(),
    then: violates('CN-PIPL-31-2', 'COL-NOTICE', 'noticeLacks'),
  },
  {
    title: 'Art. 51: an activity is not protected by training or a plan',
    when: activity({ ...REGISTERED, securityMeasures: ['accessControl'] }),
    then: violates('CN-PIPL-51', 'SEC-MEASURES', 'measuresLacking'),
  },
  {
    title: 'Art. 55: whereabouts without an impact assessment',
    given: [adult, toldOfLocation, consent('separate', whereabouts)],
    when: locate(),
    then: violates('CN-PIPL-55', 'ACT-ASSESSED', 'impactAssessmentMissing'),
  },
  {
    title: 'Art. 56: an assessment did not look at the risks',
    when: assessed({ contents: ['lawfulnessAndNecessity'] }),
    then: violates('CN-PIPL-56', 'ACT-ASSESSED', 'assessmentLacks'),
  },
  {
    title: 'Art. 56: the report is kept for two years',
    when: assessed({ retainUntil: '2028-08-31' }),
    then: violates('CN-PIPL-56', 'ACT-ASSESSED', 'assessmentKeptTooShort'),
  },
  {
    title: 'NDSR Art. 24: data is used after the account was cancelled',
    given: [{ type: 'AccountCancelled', data: { requestedBy: 'subject' } }],
    when: use(),
    then: violates('CN-NDSR-24', 'USE-STOPPED', 'useStopped'),
  },
  {
    title: 'Art. 47(1): data is used after the service ended for good',
    given: [company('ServiceTerminated', { permanently: true })],
    when: use(),
    then: violates('CN-PIPL-47-1', 'USE-STOPPED', 'useStopped'),
  },
];
