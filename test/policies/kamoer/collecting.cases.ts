import type { PolicyCase } from '../policy-case.ts';
import { age, consent, required, unavailable, withdrawal } from '../records.ts';
import { adult, collects, email, registered, uses } from './account.ts';

const device = { source: { kind: 'device' } };
const programme = 'local:ProductImprovementProgramme';
const diagnostics = { purposes: [programme], categories: ['local:CrashReport'] };

export const kamoerCollecting: readonly PolicyCase[] = [
  {
    title: 'an adult registers with what an account needs',
    given: [adult],
    when: registered,
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C1', line: 33 },
  },
  {
    title: 'a health record is collected for registering',
    given: [adult],
    when: collects('account-registration', 'dpv:ServiceRegistration', ['pd:Health']),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAMO-C1', line: 33, missing: 'categoryNotListed' },
  },
  {
    title: 'the birthday is made a condition of registering',
    given: [adult],
    when: required({
      function: 'account-registration',
      purposes: ['dpv:ServiceRegistration'],
      categories: ['pd:BirthDate'],
    }),
    then: { outcome: 'violates', rule: 'COL-OPTIONAL', row: 'KAMO-C2', line: 33, missing: 'optionalTakenAsRequired' },
  },
  {
    title: 'the industry is given by choice',
    given: [adult],
    when: collects('account-registration', 'dpv:ServiceRegistration', ['local:Industry']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C2', line: 33 },
  },
  {
    title: 'an ID number and a bank card are taken for a purchase',
    when: required({
      function: 'purchase',
      purposes: ['dpv:SellProducts'],
      categories: ['pd:OfficialID', 'pd:BankAccount'],
    }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C3', line: 37 },
  },
  {
    title: 'somebody without an address cannot buy',
    when: unavailable({ function: 'purchase', reason: 'requiredMissing', categories: ['pd:PhysicalAddress'] }),
    then: { outcome: 'conforms', rule: 'COL-REQUIRED', row: 'KAMO-C3', line: 37 },
  },
  {
    title: 'the location is read in use of the product',
    when: collects('product-use', 'dpv:ServiceProvision', ['pd:GPSCoordinate'], device),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C4', line: 41 },
  },
  {
    title: 'somebody who refuses the location cannot buy any more',
    when: unavailable({
      function: 'purchase',
      reason: 'requiredMissing',
      categories: ['pd:Location'],
      refusedFor: 'product-use',
    }),
    then: { outcome: 'violates', rule: 'COL-REQUIRED', row: 'KAMO-C3', line: 37, missing: 'requiredElsewhere' },
  },
  {
    title: 'the answers to a questionnaire are collected',
    when: collects('questionnaire', 'dpv:ServiceOptimisation', ['local:SurveyAnswers']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C5', line: 45 },
  },
  {
    title: 'diagnostics of somebody who joined the programme are collected',
    given: [consent('express', diagnostics)],
    when: collects('product-improvement', programme, ['local:CrashReport'], device),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C7', line: 53 },
  },
  {
    title: 'diagnostics of somebody who did not join the programme are collected',
    when: collects('product-improvement', programme, ['local:CrashReport'], device),
    then: { outcome: 'violates', rule: 'COL-OPTIN', row: 'KAMO-C7', line: 53, missing: 'consentMissing' },
  },
  {
    title: 'the joining of the programme is a consent nobody recorded',
    when: collects('product-improvement', programme, ['local:CrashReport'], { ...device, consentRef: '$consent' }),
    then: { outcome: 'gap', rule: 'COL-OPTIN', row: 'KAMO-C7', line: 53, missing: 'referredUnknown' },
  },
  {
    title: 'the programme is left, and diagnostics go on',
    given: [consent('express', diagnostics), withdrawal({ consentRef: '$consent' })],
    when: collects('product-improvement', programme, ['local:CrashReport'], device),
    then: { outcome: 'violates', rule: 'COL-OPTIN', row: 'KAMO-C7', line: 53, missing: 'consentEnded' },
  },
  {
    title: 'a résumé is collected of an applicant who agreed',
    given: [consent('express', { purposes: ['dpv:PersonnelHiring'], categories: ['pd:WorkExperience'] })],
    when: collects('job-application', 'dpv:PersonnelHiring', ['pd:WorkExperience']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C8', line: 57 },
  },
  {
    title: 'a résumé is collected without agreement',
    when: collects('job-application', 'dpv:PersonnelHiring', ['pd:WorkExperience']),
    then: { outcome: 'violates', rule: 'COL-OPTIN', row: 'KAMO-C8', line: 57, missing: 'consentMissing' },
  },
  {
    title: 'somebody publishes the own religion',
    when: collects('publish-content', 'dpv:ServiceProvision', ['pd:ReligiousBelief']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C9', line: 75 },
  },
  {
    title: 'a click in an e-mail is followed',
    when: collects('email-tracking', 'local:AdvertisingMeasurement', ['pd:LinkClicked'], device),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-K1', line: 90 },
  },
  {
    title: 'clicks in e-mails are followed after unsubscribing',
    given: [
      adult,
      {
        type: 'UseStopped',
        data: { cause: 'subjectRequest', purposes: ['local:AdvertisingMeasurement'], categories: ['pd:LinkClicked'] },
      },
    ],
    when: uses('local:AdvertisingMeasurement', { categories: ['pd:BrowsingBehaviour'] }),
    then: { outcome: 'violates', rule: 'USE-MARKETING', row: 'KAMO-K1', line: 90, missing: 'unsubscribed' },
  },
  {
    title: 'a thirteen-year-old opens an account alone',
    given: [age('13')],
    when: registered,
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAMO-M1', line: 181, missing: 'consentMissing' },
  },
  {
    title: 'a thirteen-year-old opens an account with the consent of a parent',
    given: [
      age('13'),
      consent(
        'express',
        {
          purposes: ['dpv:ServiceRegistration'],
          categories: [...email, 'pd:TelephoneNumber', 'pd:Username', 'pd:Password'],
        },
        { givenBy: 'guardian' },
      ),
    ],
    when: registered,
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C1', line: 33 },
  },
  {
    title: 'somebody of unknown age opens an account',
    when: registered,
    then: { outcome: 'gap', rule: 'COL-MINOR', row: 'KAMO-M1', line: 181, missing: 'ageUnknown' },
  },
  {
    title: 'somebody of sixteen needs no guardian here',
    given: [age('16-17')],
    when: registered,
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAMO-C1', line: 33 },
  },
];
