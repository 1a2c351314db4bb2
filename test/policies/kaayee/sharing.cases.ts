import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { activity, agreement, consent, shared } from '../records.ts';
import { email } from './visit.ts';

const bound = (recipient: string) => agreement(recipient, { kind: 'confidentiality' });
const toDevices = (data: object = {}) =>
  shared({
    recipient: 'kaayee-smart-devices',
    recipientKind: 'partner',
    ground: 'partner',
    purposes: ['dpv:ServiceProvision'],
    categories: ['pd:DeviceBased'],
    ...data,
  });
const toAffiliate = (data: object = {}) =>
  toDevices({
    recipient: 'kaayee-affiliates',
    recipientKind: 'affiliate',
    ground: 'affiliate',
    categories: email,
    ...data,
  });
const toPayment = (categories: readonly string[]) =>
  toDevices({
    recipient: 'kaayee-payment-institution',
    recipientKind: 'payment',
    purposes: ['dpv:PaymentManagement'],
    categories,
  });
const toMarketing = (identifiability: string, purpose = 'local:AdvertisingMeasurement') =>
  toDevices({
    recipient: 'kaayee-marketing-partner',
    recipientKind: 'marketing',
    purposes: [purpose],
    categories: ['pd:LinkClicked'],
    identifiability,
  });
const toUniversity = (data: object = {}) =>
  toDevices({
    recipient: 'university-1',
    recipientKind: 'researcher',
    ground: 'research',
    purposes: ['dpv:AcademicResearch'],
    ...data,
  });
const toAuthority = (data: object) =>
  toDevices({
    recipient: 'competent-authority',
    recipientKind: 'authority',
    ground: 'legalRequirement',
    purposes: ['dpv:LegalCompliance'],
    ...data,
  });
const devices = bound('kaayee-smart-devices');
const affiliates = bound('kaayee-affiliates');
const permitted = consent('express', {
  purposes: ['dpv:ServiceProvision'],
  categories: email,
  recipients: ['kaayee-smart-devices'],
});
const markets = { purposes: ['dpv:DirectMarketing'], categories: email };
const approved = consent('express', { ...markets, recipients: ['kaayee-smart-devices'] });
const reported = (recipient: string, categories: readonly string[]): CaseRecord => ({
  type: 'RecipientUseReported',
  data: { recipient, purposes: ['dpv:Marketing'], categories, learntFrom: 'audit' },
});
const serviceEnded: CaseRecord = {
  type: 'RecipientServiceEnded',
  aboutNobody: true,
  data: { recipient: 'kaayee-smart-devices' },
};
const revoked = (includesPastData: boolean): CaseRecord => ({
  type: 'RecipientAccessRevoked',
  aboutNobody: true,
  data: { recipient: 'kaayee-smart-devices', cause: 'serviceEnded', includesPastData },
});

export const kaayeeSharing: readonly PolicyCase[] = [
  {
    title: 'a partner gets data with express consent',
    given: [devices, permitted],
    when: toDevices({ ground: 'consent', categories: email }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D1', line: 25 },
  },
  {
    title: 'data is shared on a ground that is not on the list',
    given: [devices],
    when: toDevices({ ground: 'other' }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAAY-D1', line: 25, missing: 'groundNotListed' },
  },
  {
    title: 'a court gets what its order demands',
    when: toAuthority({ legalOrderRef: 'order-1' }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D2', line: 27 },
  },
  {
    title: 'a court gets data, and what demanded it is not named',
    when: toAuthority({}),
    then: { outcome: 'gap', rule: 'SHR-GROUND', row: 'KAAY-D2', line: 27, missing: 'legalOrderNotNamed' },
  },
  {
    title: 'a subsidiary that is bound gets an e-mail address for a consistent service',
    given: [affiliates],
    when: toAffiliate(),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D3', line: 29 },
  },
  {
    title: 'a subsidiary gets a bank account without approval asked again',
    given: [affiliates],
    when: toAffiliate({ categories: ['pd:BankAccount'] }),
    then: { outcome: 'violates', rule: 'SHR-AFFILIATE', row: 'KAAY-D3', line: 29, missing: 'consentMissing' },
  },
  {
    title: 'a subsidiary turns to marketing without approval asked again',
    given: [affiliates, toAffiliate()],
    when: reported('kaayee-affiliates', email),
    then: { outcome: 'violates', rule: 'SHR-AFFILIATE', row: 'KAAY-D3', line: 29, missing: 'consentMissing' },
  },
  {
    title: 'a partner for devices that is bound gets facts of the device',
    given: [devices],
    when: toDevices(),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D4', line: 31 },
  },
  {
    title: 'a partner for devices gets more than the service needs',
    given: [devices, activity({ categories: ['pd:DeviceBased'] })],
    when: toDevices({ categories: ['pd:DeviceBased', 'pd:BirthDate'] }),
    then: { outcome: 'violates', rule: 'SHR-MIN', row: 'KAAY-D4', line: 31, missing: 'beyondNecessary' },
  },
  {
    title: 'a partner for devices gets data for a purpose the policy does not name',
    given: [devices],
    when: toDevices({ purposes: ['dpv:ResearchAndDevelopment'] }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAAY-D1', line: 25, missing: 'groundNotListed' },
  },
  {
    title: 'a partner for devices turns to marketing of its own',
    given: [devices, toDevices()],
    when: reported('kaayee-smart-devices', ['pd:DeviceBased']),
    then: { outcome: 'violates', rule: 'SHR-PURPOSE-LOCK', row: 'KAAY-D4', line: 31, missing: 'consentMissing' },
  },
  {
    title: 'a payment institution gets number and amount of the order',
    given: [bound('kaayee-payment-institution')],
    when: toPayment(['local:OrderNumber', 'local:OrderAmount']),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D4', line: 31 },
  },
  {
    title: 'a payment institution gets the pages that were visited',
    given: [bound('kaayee-payment-institution')],
    when: toPayment(['local:OrderNumber', 'pd:BrowsingBehaviour']),
    then: { outcome: 'violates', rule: 'SHR-NAMED', row: 'KAAY-D4', line: 31, missing: 'beyondListed' },
  },
  {
    title: 'an advertising partner gets statistics',
    when: toMarketing('statistical'),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D4m', line: 35 },
  },
  {
    title: 'an advertising partner gets statistics for the purpose of marketing',
    when: toMarketing('statistical', 'dpv:Marketing'),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D4m', line: 35 },
  },
  {
    title: 'an advertising partner gets the clicks of somebody',
    when: toMarketing('identified'),
    then: { outcome: 'violates', rule: 'SHR-NAMED', row: 'KAAY-D4m', line: 35, missing: 'tooIdentifiable' },
  },
  {
    title: 'a third party works out the currency from the IP address',
    given: [bound('geolocation-1')],
    when: toDevices({ recipient: 'geolocation-1', purposes: ['local:CurrencyDisplay'], categories: ['pd:IPAddress'] }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-C7', line: 19 },
  },
  {
    title: 'the rules of the platform need data to be shared',
    given: [devices],
    when: toDevices({ ground: 'agreement' }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D5', line: 37 },
  },
  {
    title: 'the buyer of bonds looks at data for due diligence',
    given: [bound('investor-1')],
    when: toDevices({ recipient: 'investor-1', ground: 'businessCustom', purposes: ['local:DueDiligence'] }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D6', line: 39 },
  },
  {
    title: 'a scientific institution gets data for research, identified as it is',
    given: [bound('university-1')],
    when: toUniversity(),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D7', line: 41 },
  },
  {
    title: 'a partner that is no scientific institution gets data for research',
    given: [bound('university-1')],
    when: toUniversity({ recipientKind: 'partner' }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAAY-D1', line: 25, missing: 'groundNotListed' },
  },
  {
    title: 'data is shared in the public interest',
    given: [bound('university-1')],
    when: toUniversity({ ground: 'publicInterest' }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D8', line: 43 },
  },
  {
    title: 'data is sold with the permission of the person',
    given: [devices, permitted],
    when: toDevices({ ground: 'consent', categories: email, forPayment: true }),
    then: { outcome: 'violates', rule: 'SHR-NOSALE', row: 'KAAY-D9', line: 21, missing: 'saleForbidden' },
  },
  {
    title: 'no agreement with the partner for devices is on file',
    when: toDevices(),
    then: { outcome: 'gap', rule: 'SHR-CONTRACT', row: 'KAAY-D10', line: 47, missing: 'agreementNotDeclared' },
  },
  {
    title: 'the agreement with the partner for devices had run out the day before',
    given: [agreement('kaayee-smart-devices', { kind: 'confidentiality', validUntil: '2026-10-11' })],
    when: toDevices(),
    then: { outcome: 'violates', rule: 'SHR-CONTRACT', row: 'KAAY-D10', line: 47, missing: 'agreementNotInForce' },
  },
  {
    title: 'a partner whose service ended loses access also to what it had',
    given: [serviceEnded],
    when: revoked(true),
    then: { outcome: 'conforms', rule: 'SHR-END', row: 'KAAY-D11', line: 63 },
  },
  {
    title: 'a partner whose service ended keeps what it had',
    given: [serviceEnded],
    when: revoked(false),
    then: { outcome: 'violates', rule: 'SHR-END', row: 'KAAY-D11', line: 63, missing: 'pastDataKept' },
  },
  {
    title: 'a partner whose service ended is given more',
    given: [devices, serviceEnded],
    when: toDevices(),
    then: { outcome: 'violates', rule: 'SHR-END', row: 'KAAY-D11', line: 63, missing: 'serviceEnded' },
  },
  {
    title: 'a partner sends its own offers to somebody who approved',
    given: [devices, approved],
    when: toDevices(markets),
    then: { outcome: 'conforms', rule: 'USE-MARKETING', row: 'KAAY-P6', line: 45 },
  },
  {
    title: 'a partner sends its own offers to somebody who did not approve',
    given: [devices],
    when: toDevices(markets),
    then: { outcome: 'violates', rule: 'USE-MARKETING', row: 'KAAY-P6', line: 45, missing: 'consentMissing' },
  },
];
