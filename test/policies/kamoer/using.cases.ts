import type { PolicyCase } from '../policy-case.ts';
import { age, consent, used, withdrawal } from '../records.ts';
import { adult, collects, email, uses } from './account.ts';

const research = used({
  purposes: ['dpv:AcademicResearch'],
  categories: ['pd:ServiceConsumptionBehaviour'],
  exceptionRef: 'xj',
});
const allowed = (title: string, purpose: string): PolicyCase => ({
  title,
  given: [adult],
  when: uses(purpose),
  then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
});
const guarded = { purposes: ['dpv:ServiceProvision'], categories: email };

export const kamoerUsing: readonly PolicyCase[] = [
  allowed('an adult is served', 'dpv:ServiceProvision'),
  allowed('an adult gets advertising by e-mail', 'dpv:DirectMarketing'),
  {
    title: 'advertising goes on after unsubscribing',
    given: [adult, withdrawal({ scope: { purposes: ['dpv:DirectMarketing'], categories: ['pd:TelephoneNumber'] } })],
    when: uses('dpv:DirectMarketing'),
    then: { outcome: 'violates', rule: 'USE-MARKETING', row: 'KAMO-C6', line: 49, missing: 'unsubscribed' },
  },
  {
    title: 'the app shows advertising by what somebody did',
    given: [adult, consent('express', { purposes: ['dpv:TargetedAdvertising'], categories: email })],
    when: uses('dpv:TargetedAdvertising', { function: 'app-display' }),
    then: { outcome: 'violates', rule: 'USE-PERSONALISED', row: 'KAMO-C6', line: 49, missing: 'purposeExcluded' },
  },
  {
    title: 'data is used for something the policy does not name',
    given: [adult],
    when: uses('local:UserPortrait'),
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'KAMO-P1', line: 78, missing: 'consentMissing' },
  },
  {
    title: 'data is used for something the policy does not name, with consent',
    given: [adult, consent('express', { purposes: ['local:UserPortrait'], categories: email })],
    when: uses('local:UserPortrait'),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'the answers of a questionnaire are used for advertising',
    given: [adult, collects('questionnaire', 'dpv:ServiceOptimisation', ['local:SurveyAnswers'])],
    when: uses('dpv:Marketing', { categories: ['local:SurveyAnswers'] }),
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'KAMO-P1', line: 78, missing: 'consentMissing' },
  },
  {
    title: 'data of a child is used with no more than express consent of a parent',
    given: [
      age('0-12'),
      { type: 'GuardianVerified', data: { method: 'signedForm' } },
      consent('express', guarded, { givenBy: 'guardian' }),
    ],
    when: uses('dpv:ServiceProvision'),
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182, missing: 'consentTooWeak' },
  },
  {
    title: 'data of a child is used, and who consented was never verified',
    given: [age('0-12'), consent('explicit', guarded, { givenBy: 'guardian' })],
    when: uses('dpv:ServiceProvision'),
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182, missing: 'guardianNotVerified' },
  },
  {
    title: 'data of a child is used to protect it',
    given: [age('0-12')],
    when: uses('dpv:ServiceProvision', { legalBasis: 'dpv:VitalInterest' }),
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'KAMO-C4', line: 41 },
  },
  {
    title: 'research tells who its results are about',
    given: [adult],
    when: used({ ...research.data, resultIdentifiability: 'identified' }),
    then: { outcome: 'violates', rule: 'COL-EXCEPTION', row: 'KAMO-Xj', line: 71, missing: 'resultIdentified' },
  },
  {
    title: 'research with de-identified results needs no consent',
    given: [adult],
    when: used({ ...research.data, resultIdentifiability: 'deidentified' }),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'whether the results of research tell who they are about is not declared',
    given: [adult],
    when: research,
    then: { outcome: 'gap', rule: 'COL-EXCEPTION', row: 'KAMO-Xj', line: 71, missing: 'resultNotDeclared' },
  },
  ...['a', 'b', 'c', 'd', 'f', 'g', 'h', 'i', 'k', 'l'].map((item): PolicyCase => ({
    title: `data is used without consent under exception ${item}`,
    given: [adult],
    when: uses('dpv:ProtectionOfPublicSecurity', { exceptionRef: `x${item}` }),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  })),
  {
    title: 'exception e is relied on, of which two words are left',
    given: [adult],
    when: uses('dpv:ServiceProvision', { exceptionRef: 'xe' }),
    then: { outcome: 'violates', rule: 'COL-EXCEPTION', row: 'KAMO-Xa', line: 62, missing: 'exceptionNotListed' },
  },
  {
    title: 'an address is taken from a public register',
    when: collects('lead-generation', 'dpv:Marketing', email, { source: { kind: 'public' }, exceptionRef: 'xf' }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-Xf', line: 67 },
  },
  {
    title: 'a significant automated decision is explained on request and can be remedied',
    given: [adult],
    when: uses('dpv:FraudPreventionAndDetection', {
      automatedDecision: { significant: true, explanationOffered: true, humanReviewOffered: true },
    }),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'a significant automated decision is not explained',
    given: [adult],
    when: uses('dpv:FraudPreventionAndDetection', {
      automatedDecision: { significant: true, explanationOffered: false, humanReviewOffered: true },
    }),
    then: { outcome: 'violates', rule: 'USE-ADM', row: 'KAMO-G5', line: 162, missing: 'decisionLacks' },
  },
];
