import type { PolicyCase } from '../policy-case.ts';
import { age, consent, required, unavailable } from '../records.ts';
import { adult, collects, email, registered, uses } from './user.ts';

const browsing = ['pd:BrowsingBehaviour', 'pd:UserAgent'];
const sixteen = age('16-17');
const byGuardian = (form: string) =>
  consent(
    form,
    {
      purposes: ['dpv:ServiceRegistration'],
      categories: ['pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber'],
    },
    { givenBy: 'guardian' },
  );
const allowed = (title: string, when: PolicyCase['when']): PolicyCase => ({
  title,
  given: [adult],
  when,
  then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAID-M1', line: 55 },
});

export const kaidexipuCollecting: readonly PolicyCase[] = [
  {
    title: 'an adult registers with name, e-mail address and mobile number',
    given: [adult],
    when: registered,
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAID-C1', line: 9 },
  },
  {
    title: 'a bank account is asked for at registration',
    given: [adult],
    when: required({
      function: 'account-registration',
      purposes: ['dpv:ServiceRegistration'],
      categories: ['pd:BankAccount'],
    }),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAID-C1', line: 9, missing: 'categoryNotListed' },
  },
  {
    title: 'somebody who gives no mobile number cannot use the service',
    when: unavailable({ function: 'service-use', reason: 'requiredMissing', categories: ['pd:TelephoneNumber'] }),
    then: { outcome: 'conforms', rule: 'COL-REQUIRED', row: 'KAID-C1', line: 9 },
  },
  {
    title: 'the service is refused, and what had not been given is not declared',
    when: unavailable({ function: 'service-use', reason: 'requiredMissing' }),
    then: { outcome: 'gap', rule: 'COL-REQUIRED', row: 'KAID-C1', line: 9, missing: 'refusedNotDeclared' },
  },
  {
    title: 'registering is taken for agreeing',
    when: { type: 'PolicyAcceptanceDeemed', data: { by: 'registration' } },
    then: { outcome: 'conforms', rule: 'POL-ACCEPTANCE', row: 'KAID-C1', line: 9 },
  },
  {
    title: 'pages and browser of a visit are recorded to better the site',
    given: [adult],
    when: collects('visit', 'dpv:ServiceOptimisation', browsing),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAID-C2', line: 11 },
  },
  {
    title: 'the place of a visitor is recorded',
    given: [adult],
    when: collects('visit', 'dpv:ServiceOptimisation', ['pd:GPSCoordinate']),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAID-C2', line: 11, missing: 'categoryNotListed' },
  },
  {
    title: 'the e-mail address is used to better the site',
    given: [adult],
    when: uses('dpv:ServiceOptimisation'),
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'KAID-P1', line: 15, missing: 'consentMissing' },
  },
  {
    title: 'a cookie identifies somebody and keeps what was chosen',
    given: [adult],
    when: collects('cookies', 'dpv:ServicePersonalisation', ['pd:Identifier', 'pd:Preference']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAID-K1', line: 39 },
  },
  {
    title: 'a cookie holds a telephone number',
    given: [adult],
    when: collects('cookies', 'dpv:ServicePersonalisation', ['pd:TelephoneNumber']),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAID-K1', line: 39, missing: 'categoryNotListed' },
  },
  {
    title: 'a web beacon counts a user by the cookie',
    given: [adult],
    when: collects('web-beacons', 'dpv:ServiceUsageAnalytics', ['pd:Identifier']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAID-K2', line: 49 },
  },
  {
    title: 'a web beacon is used for advertising, which only the cookie is',
    given: [adult],
    when: uses('dpv:PersonalisedAdvertising', { function: 'web-beacons', categories: ['pd:Identifier'] }),
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'KAID-P1', line: 15, missing: 'consentMissing' },
  },
  allowed('data is used as the terms of the service provide', uses('dpv:ServiceProvision')),
  allowed(
    'the cookie serves the choice of advertising',
    uses('dpv:PersonalisedAdvertising', { function: 'cookies', categories: ['pd:Identifier'] }),
  ),
  {
    title: 'data is used for marketing with authorisation',
    given: [adult, consent('express', { purposes: ['dpv:Marketing'], categories: email })],
    when: uses('dpv:Marketing'),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAID-M1', line: 55 },
  },
  {
    title: 'data is used for marketing without authorisation',
    given: [adult],
    when: uses('dpv:Marketing'),
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'KAID-P1', line: 15, missing: 'consentMissing' },
  },
  {
    title: 'the authorisation that marketing relies on is not on file',
    given: [adult],
    when: uses('dpv:Marketing', { consentRef: '$consent' }),
    then: { outcome: 'gap', rule: 'USE-PURPOSE', row: 'KAID-P1', line: 15, missing: 'referredUnknown' },
  },
  {
    title: 'somebody of sixteen registers alone',
    given: [sixteen],
    when: registered,
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAID-M1', line: 55, missing: 'consentMissing' },
  },
  {
    title: 'somebody of sixteen registers, and a parent consented no more than by ticking a box',
    given: [sixteen, byGuardian('explicit')],
    when: registered,
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAID-M1', line: 55, missing: 'consentTooWeak' },
  },
  {
    title: 'somebody of sixteen registers with the written consent of a parent',
    given: [sixteen, byGuardian('written')],
    when: registered,
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAID-C1', line: 9 },
  },
  {
    title: 'somebody of sixteen registers with a written consent of their own',
    given: [
      sixteen,
      consent('written', {
        purposes: ['dpv:ServiceRegistration'],
        categories: ['pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber'],
      }),
    ],
    when: registered,
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAID-M1', line: 55, missing: 'consentMissing' },
  },
  {
    title: 'somebody of unknown age registers',
    when: registered,
    then: { outcome: 'gap', rule: 'COL-MINOR', row: 'KAID-M1', line: 55, missing: 'ageUnknown' },
  },
];
