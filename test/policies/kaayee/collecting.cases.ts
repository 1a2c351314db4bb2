import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { required, unavailable } from '../records.ts';
import { collects } from './visit.ts';

const service = 'dpv:ServiceProvision';
const located = (more: object) =>
  collects('location-based-service', 'local:LocationBasedService', ['pd:GPSCoordinate'], {
    permission: 'location',
    ...more,
  });
const switched = (on: boolean): CaseRecord => ({
  type: on ? 'PermissionEnabled' : 'PermissionDisabled',
  data: { permission: 'location' },
});
const currency = (more: object) =>
  collects('currency-display', 'local:CurrencyDisplay', ['pd:IPAddress', 'pd:Preference'], more);
const partner = (source: object) => ({ source: { kind: 'businessPartner', ...source } });

export const kaayeeCollecting: readonly PolicyCase[] = [
  {
    title: 'the credit card of a payment is logged',
    when: collects('checkout', 'dpv:PaymentManagement', ['pd:CreditCardNumber', 'pd:IPAddress']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-C1', line: 9 },
  },
  {
    title: 'the health of somebody is logged',
    when: collects('checkout', 'dpv:PaymentManagement', ['pd:Health']),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAAY-C1', line: 9, missing: 'categoryNotListed' },
  },
  {
    title: 'somebody who switched location on and uses the location-based service is located',
    given: [switched(true)],
    when: located({ functionInUse: true }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-C2', line: 11 },
  },
  {
    title: 'somebody who never switched location on is located',
    when: located({ functionInUse: true }),
    then: { outcome: 'violates', rule: 'COL-PERMISSION', row: 'KAAY-C2', line: 11, missing: 'permissionNotEnabled' },
  },
  {
    title: 'somebody who switched location off again is located',
    given: [switched(true), switched(false)],
    when: located({ functionInUse: true }),
    then: { outcome: 'violates', rule: 'COL-PERMISSION', row: 'KAAY-C2', line: 11, missing: 'permissionNotEnabled' },
  },
  {
    title: 'somebody is located who does not use the location-based service',
    given: [switched(true)],
    when: located({ functionInUse: false }),
    then: { outcome: 'violates', rule: 'COL-PERMISSION', row: 'KAAY-C2', line: 11, missing: 'functionNotInUse' },
  },
  {
    title: 'whether the location-based service was in use is not declared',
    given: [switched(true)],
    when: located({}),
    then: { outcome: 'gap', rule: 'COL-PERMISSION', row: 'KAAY-C2', line: 11, missing: 'functionUseNotDeclared' },
  },
  {
    title: 'model and identifier of the device are recorded at installation',
    when: collects('software-installation', service, ['pd:DeviceBased', 'pd:Identifier']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-C3', line: 15 },
  },
  {
    title: 'facts of the device are read under a permission that nobody gave',
    when: collects('software-use', service, ['pd:DeviceBased'], { permission: 'album' }),
    then: { outcome: 'violates', rule: 'COL-PERMISSION', row: 'KAAY-C3', line: 15, missing: 'permissionNotEnabled' },
  },
  {
    title: 'somebody registers with what Kaayee requires',
    when: required({
      function: 'account-registration',
      purposes: ['dpv:ServiceRegistration'],
      categories: ['pd:Name', 'pd:EmailAddress'],
    }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-C4', line: 56 },
  },
  {
    title: 'somebody who gives no e-mail address cannot register',
    when: unavailable({ function: 'account-registration', reason: 'requiredMissing', categories: ['pd:EmailAddress'] }),
    then: { outcome: 'conforms', rule: 'COL-REQUIRED', row: 'KAAY-C4', line: 56 },
  },
  {
    title: 'the pages somebody visits are recorded',
    when: collects('visit', service, ['pd:BrowsingBehaviour', 'pd:Language', 'pd:UserAgent']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-C5', line: 57 },
  },
  {
    title: 'the credit card is recorded of somebody who only visits',
    when: collects('visit', service, ['pd:CreditCardNumber']),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAAY-C5', line: 57, missing: 'categoryNotListed' },
  },
  {
    title: 'a business partner that may hands an address over',
    when: collects('orders', service, ['pd:PhysicalAddress'], partner({ authorisationRef: 'warranty-1' })),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-C6', line: 58 },
  },
  {
    title: 'whether a business partner may hand an address over is not declared',
    when: collects('orders', service, ['pd:PhysicalAddress'], partner({})),
    then: { outcome: 'gap', rule: 'COL-THIRDPARTY', row: 'KAAY-C6', line: 58, missing: 'authorisationNotDeclared' },
  },
  {
    title: 'another user hands an address over, of which the policy knows nothing',
    when: collects('orders', service, ['pd:PhysicalAddress'], { source: { kind: 'otherUser' } }),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAAY-C1', line: 9, missing: 'categoryNotListed' },
  },
  {
    title: 'the currency is kept until the browser is closed',
    when: currency({ endsWithSession: true }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-C7', line: 19 },
  },
  {
    title: 'the currency is kept for a day',
    when: currency({ retentionPeriod: 'P1D' }),
    then: { outcome: 'violates', rule: 'RET-COOKIE', row: 'KAAY-C7', line: 19, missing: 'cookieOutlivesSession' },
  },
  {
    title: 'how long the currency is kept is not declared',
    when: currency({}),
    then: { outcome: 'gap', rule: 'RET-COOKIE', row: 'KAAY-C7', line: 19, missing: 'cookieLifeNotDeclared' },
  },
  {
    title: 'of search keywords the policy does not speak',
    when: collects('search', 'local:UserPortrait', ['local:SearchKeywords'], { source: { kind: 'subject' } }),
    then: { outcome: 'conforms' },
  },
  {
    title: 'an identifier is set in a cookie to log somebody in',
    when: collects('cookies', 'dpv:IdentityAuthentication', ['pd:Identifier']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAY-K1', line: 84 },
  },
  {
    title: 'a cookie falls under the policy, and must not hold a bank account',
    when: collects('cookies', 'dpv:IdentityAuthentication', ['pd:BankAccount']),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAAY-K1', line: 84, missing: 'categoryNotListed' },
  },
];
