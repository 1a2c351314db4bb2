import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { agreement, consent, shared } from '../records.ts';
import { email } from './registration.ts';

const toAffiliate = (data: object) =>
  shared({
    recipient: 'clex-affiliates',
    recipientKind: 'affiliate',
    ground: 'affiliate',
    purposes: ['dpv:FraudPreventionAndDetection'],
    categories: ['pd:Picture'],
    ...data,
  });
const bound = agreement('clex-affiliates');
const toPartner = (data: object) =>
  shared({
    recipient: 'partner-1',
    recipientKind: 'partner',
    ground: 'consent',
    purposes: ['dpv:SellProducts'],
    categories: email,
    ...data,
  });
const partnerScope = { purposes: ['dpv:SellProducts'], categories: email, recipients: ['partner-1'] };
const affiliateMarkets: CaseRecord = {
  type: 'RecipientUseReported',
  data: {
    recipient: 'clex-affiliates',
    purposes: ['dpv:Marketing'],
    categories: ['pd:Picture'],
    learntFrom: 'audit',
  },
};

export const clexSharing: readonly PolicyCase[] = [
  {
    title: 'an affiliate that is bound gets an avatar to look for abnormal accounts',
    given: [bound],
    when: toAffiliate({}),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'CLEX-D4', line: 54 },
  },
  {
    title: 'whether the affiliate is bound is not on file',
    when: toAffiliate({}),
    then: { outcome: 'gap', rule: 'SHR-CONTRACT', row: 'CLEX-D4', line: 54, missing: 'agreementNotDeclared' },
  },
  {
    title: 'the agreement with the affiliate had run out the day before',
    given: [agreement('clex-affiliates', { validUntil: '2026-10-11' })],
    when: toAffiliate({}),
    then: { outcome: 'violates', rule: 'SHR-CONTRACT', row: 'CLEX-D4', line: 54, missing: 'agreementNotInForce' },
  },
  {
    title: 'the agreement with the affiliate runs out at the end of that very day',
    given: [agreement('clex-affiliates', { validUntil: '2026-10-12' })],
    when: { ...toAffiliate({}), at: '2026-10-12T23:59:00+08:00' },
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'CLEX-D4', line: 54 },
  },
  {
    title: 'an affiliate gets a bank account without consent asked again',
    given: [bound],
    when: toAffiliate({ categories: ['pd:BankAccount'] }),
    then: { outcome: 'violates', rule: 'SHR-AFFILIATE', row: 'CLEX-D4', line: 54, missing: 'consentMissing' },
  },
  {
    title: 'an affiliate uses the avatar for marketing',
    given: [bound, toAffiliate({})],
    when: affiliateMarkets,
    then: { outcome: 'violates', rule: 'SHR-AFFILIATE', row: 'CLEX-D4', line: 54, missing: 'consentMissing' },
  },
  {
    title: 'an affiliate uses the avatar for marketing with new consent',
    given: [
      bound,
      toAffiliate({}),
      consent('express', {
        purposes: ['dpv:Marketing'],
        categories: ['pd:Picture'],
        recipients: ['clex-affiliates'],
      }),
    ],
    when: affiliateMarkets,
    then: { outcome: 'conforms', rule: 'SHR-AFFILIATE', row: 'CLEX-D4', line: 54 },
  },
  {
    title: 'a branch gets contact details for internal management',
    given: [bound],
    when: toAffiliate({ purposes: ['local:InternalManagement'], categories: ['pd:TelephoneNumber'] }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'CLEX-D4', line: 54 },
  },
  {
    title: 'a branch gets the browsing behaviour for internal management',
    given: [bound],
    when: toAffiliate({ purposes: ['local:InternalManagement'], categories: ['pd:BrowsingBehaviour'] }),
    then: { outcome: 'violates', rule: 'SHR-MIN', row: 'CLEX-P4', line: 42, missing: 'beyondListed' },
  },
  {
    title: 'a partner gets an e-mail address with express consent',
    given: [consent('express', partnerScope)],
    when: toPartner({}),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'CLEX-D3', line: 53 },
  },
  {
    title: 'a partner gets an e-mail address, and consent was to the use by Clex alone',
    given: [consent('express', { purposes: ['dpv:SellProducts'], categories: email })],
    when: toPartner({}),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'CLEX-D3', line: 53, missing: 'consentMissing' },
  },
  {
    title: 'a partner gets an e-mail address by business custom',
    when: toPartner({ ground: 'businessCustom' }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'CLEX-D1', line: 50, missing: 'groundNotListed' },
  },
  {
    title: 'a court gets what its order demands',
    when: shared({
      recipient: 'competent-authority',
      recipientKind: 'authority',
      ground: 'legalRequirement',
      purposes: ['dpv:LegalCompliance'],
      categories: email,
      legalOrderRef: 'order-1',
    }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'CLEX-D2', line: 52 },
  },
  {
    title: 'a court gets data, and what demanded it is not named',
    when: shared({
      recipient: 'competent-authority',
      recipientKind: 'authority',
      ground: 'legalRequirement',
      purposes: ['dpv:LegalCompliance'],
      categories: email,
    }),
    then: { outcome: 'gap', rule: 'SHR-GROUND', row: 'CLEX-D2', line: 52, missing: 'legalOrderNotNamed' },
  },
];
