import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { agreement, consent, shared } from '../records.ts';
import { adult, email, uses } from './account.ts';

const address = ['pd:PhysicalAddress'];
const bound = (recipient: string) => agreement(recipient, { kind: 'confidentiality' });
const toLogistics = (data: object = {}) =>
  shared({
    recipient: 'kamoer-logistics',
    recipientKind: 'logistics',
    ground: 'partner',
    purposes: ['dpv:CustomerOrderManagement'],
    categories: address,
    ...data,
  });
const toAffiliate = shared({
  recipient: 'kamoer-affiliates',
  recipientKind: 'affiliate',
  ground: 'affiliate',
  purposes: ['dpv:CustomerCare'],
  categories: email,
});
const toSdk = (data: object) =>
  shared({
    recipient: 'kamoer-sdk-providers',
    recipientKind: 'sdk',
    ground: 'partner',
    purposes: ['dpv:ServiceProvision'],
    categories: ['pd:DeviceBased'],
    ...data,
  });
const toAuthority = (data: object) =>
  shared({
    recipient: 'competent-authority',
    recipientKind: 'authority',
    ground: 'legalRequirement',
    purposes: ['dpv:LegalCompliance'],
    categories: email,
    ...data,
  });
const reported = (recipient: string, purpose: string, categories: readonly string[]): CaseRecord => ({
  type: 'RecipientUseReported',
  data: { recipient, purposes: [purpose], categories, learntFrom: 'audit' },
});
const onRegister: CaseRecord = {
  type: 'ProcessingActivityDeclared',
  aboutNobody: true,
  data: {
    activity: 'delivery',
    role: 'controller',
    purposes: ['dpv:CustomerOrderManagement'],
    subjectCategories: ['customers'],
    categories: address,
  },
};

export const kamoerSharing: readonly PolicyCase[] = [
  {
    title: 'the carrier, bound to confidentiality, gets the address',
    given: [bound('kamoer-logistics'), onRegister],
    when: toLogistics(),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAMO-D4', line: 100 },
  },
  {
    title: 'the carrier gets the birthday as well',
    given: [bound('kamoer-logistics'), onRegister],
    when: toLogistics({ categories: [...address, 'pd:BirthDate'] }),
    then: { outcome: 'violates', rule: 'SHR-MIN', row: 'KAMO-D4', line: 100, missing: 'beyondNecessary' },
  },
  {
    title: 'no agreement with the carrier is on file',
    when: toLogistics(),
    then: { outcome: 'gap', rule: 'SHR-CONTRACT', row: 'KAMO-D5', line: 102, missing: 'agreementNotDeclared' },
  },
  {
    title: 'the agreement with the carrier was ended the day before',
    given: [
      bound('kamoer-logistics'),
      {
        type: 'RecipientAgreementEnded',
        aboutNobody: true,
        data: { recipient: 'kamoer-logistics', agreement: 'agreement-1', cause: 'terminated' },
      },
    ],
    when: { ...toLogistics(), at: '2026-10-13T12:00:00+08:00' },
    then: { outcome: 'violates', rule: 'SHR-CONTRACT', row: 'KAMO-D5', line: 102, missing: 'agreementNotInForce' },
  },
  {
    title: 'the carrier uses addresses for advertising of its own',
    given: [bound('kamoer-logistics'), toLogistics()],
    when: reported('kamoer-logistics', 'dpv:Marketing', address),
    then: { outcome: 'violates', rule: 'SHR-PURPOSE-LOCK', row: 'KAMO-D4', line: 100, missing: 'consentMissing' },
  },
  {
    title: 'an affiliate answers a question of a customer',
    given: [bound('kamoer-affiliates')],
    when: toAffiliate,
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAMO-D3', line: 99 },
  },
  {
    title: 'an affiliate turns to advertising without asking again',
    given: [bound('kamoer-affiliates'), toAffiliate],
    when: reported('kamoer-affiliates', 'dpv:Marketing', email),
    then: { outcome: 'violates', rule: 'SHR-AFFILIATE', row: 'KAMO-D3', line: 99, missing: 'consentMissing' },
  },
  {
    title: 'a partner gets data with explicit consent',
    given: [
      bound('kamoer-research'),
      consent('explicit', { purposes: ['dpv:AcademicResearch'], categories: email, recipients: ['kamoer-research'] }),
    ],
    when: shared({
      recipient: 'kamoer-research',
      recipientKind: 'researcher',
      ground: 'consent',
      purposes: ['dpv:AcademicResearch'],
      categories: email,
    }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAMO-D1', line: 97 },
  },
  {
    title: 'data is shared by business custom, which is no case of the list',
    given: [bound('kamoer-research')],
    when: shared({
      recipient: 'kamoer-research',
      recipientKind: 'researcher',
      ground: 'businessCustom',
      purposes: ['dpv:AcademicResearch'],
      categories: email,
    }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAMO-D1', line: 97, missing: 'groundNotListed' },
  },
  {
    title: 'an authority gets what its order demands',
    when: toAuthority({ legalOrderRef: 'order-1' }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAMO-D2', line: 98 },
  },
  {
    title: 'an authority gets data, and what demanded it is not named',
    when: toAuthority({}),
    then: { outcome: 'gap', rule: 'SHR-GROUND', row: 'KAMO-D2', line: 98, missing: 'legalOrderNotNamed' },
  },
  {
    title: 'a development kit that is watched gets data of the device',
    given: [bound('kamoer-sdk-providers')],
    when: toSdk({ monitored: true }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAMO-D6', line: 103 },
  },
  {
    title: 'a development kit is not watched',
    given: [bound('kamoer-sdk-providers')],
    when: toSdk({ monitored: false }),
    then: { outcome: 'violates', rule: 'SHR-CONTRACT', row: 'KAMO-D6', line: 103, missing: 'notMonitored' },
  },
];

const transferred = (ground: string, data: object = {}): CaseRecord => ({
  type: 'PersonalDataTransferred',
  data: { newController: 'clex', ground, categories: email, ...data },
});
const answered = (reply: string): CaseRecord => ({
  type: 'SuccessorCommitmentAnswered',
  aboutNobody: true,
  data: { newController: 'clex', answer: reply },
});
const published = (data: object): CaseRecord => ({
  type: 'PersonalDataPubliclyDisclosed',
  data: { categories: email, medium: 'website', ...data },
});
const exported = (data: object): CaseRecord => ({
  type: 'PersonalDataExported',
  data: {
    fromCountry: 'CN',
    toCountry: 'DE',
    categories: email,
    purposes: ['dpv:ServiceProvision'],
    recipient: 'kamoer-infrastructure',
    ...data,
  },
});
const assessed = agreement('kamoer-infrastructure', { kind: 'exportSecurityAssessment', agreement: 'export-1' });

export const kamoerHandingOn: readonly PolicyCase[] = [
  {
    title: 'a new controller gets data with explicit consent',
    given: [
      consent('explicit', { purposes: ['dpv:ServiceProvision'], categories: email, operations: ['dpv:Transfer'] }),
    ],
    when: transferred('consent', { purposes: ['dpv:ServiceProvision'] }),
    then: { outcome: 'conforms', rule: 'TRF-GROUND', row: 'KAMO-T1', line: 108 },
  },
  {
    title: 'a new controller gets data when assets are sold, which is no case of the list',
    when: transferred('assetTransfer'),
    then: { outcome: 'violates', rule: 'TRF-GROUND', row: 'KAMO-T1', line: 108, missing: 'groundNotListed' },
  },
  {
    title: 'a successor in a merger is bound by the policy',
    given: [answered('boundByPolicy')],
    when: transferred('merger'),
    then: { outcome: 'conforms', rule: 'TRF-GROUND', row: 'KAMO-T2', line: 109 },
  },
  {
    title: 'a successor that declined the policy uses data of somebody who was not asked again',
    given: [adult, answered('declined'), transferred('merger', { successorCommitment: 'mustReconsent' })],
    when: uses('dpv:ServiceProvision'),
    then: { outcome: 'violates', rule: 'TRF-SUCCESSOR', row: 'KAMO-T2', line: 109, missing: 'successorDeclined' },
  },
  {
    title: 'a successor that declined the policy uses data of somebody who agreed again',
    given: [
      adult,
      answered('declined'),
      transferred('merger', { successorCommitment: 'mustReconsent' }),
      { type: 'SuccessorReconsentObtained', data: { newController: 'clex', form: 'express' } },
    ],
    when: uses('dpv:ServiceProvision'),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'data is made public with explicit consent',
    given: [
      adult,
      consent('explicit', { purposes: ['dpv:Marketing'], categories: email, operations: ['dpv:Disseminate'] }),
    ],
    when: published({ ground: 'consent', purposes: ['dpv:Marketing'] }),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'data is made public without consent',
    given: [adult],
    when: published({ ground: 'none', purposes: ['dpv:Marketing'] }),
    then: { outcome: 'violates', rule: 'PUB-CONSENT', row: 'KAMO-P1d', line: 114, missing: 'consentMissing' },
  },
  {
    title: 'data leaves the country after a security assessment',
    given: [assessed],
    when: exported({ mechanism: 'securityAssessment', mechanismRef: 'export-1' }),
    then: { outcome: 'conforms', rule: 'XB-MECH', row: 'KAMO-CB1', line: 189 },
  },
  {
    title: 'data leaves the country on standard clauses alone',
    when: exported({ mechanism: 'standardContract' }),
    then: { outcome: 'violates', rule: 'XB-MECH', row: 'KAMO-CB1', line: 189, missing: 'mechanismNotAllowed' },
  },
  {
    title: 'data is accessed from abroad, and the assessment is not on file',
    when: exported({ mechanism: 'securityAssessment', remoteAccess: true }),
    then: { outcome: 'gap', rule: 'XB-ACCESS', row: 'KAMO-CB1', line: 189, missing: 'mechanismNotOnFile' },
  },
];
