import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { activity, consent, shared } from '../records.ts';
import { adult, email, location, vetted } from './account.ts';

const toMap = (data: object = {}) =>
  shared({
    recipient: 'autonavi',
    recipientKind: 'partner',
    ground: 'deidentified',
    purposes: ['local:CalendarPositioning'],
    categories: location,
    identifiability: 'deidentified',
    reidentificationExcluded: true,
    ...data,
  });
const partner = 'kaadas-enterprise-apps';
const toPartner = (data: object = {}) =>
  shared({
    recipient: partner,
    recipientKind: 'partner',
    ground: 'consent',
    purposes: ['dpv:SellProducts'],
    categories: email,
    ...data,
  });
const toApp = (data: object = {}) =>
  toPartner({
    recipientKind: 'enterpriseApp',
    ground: 'requestedService',
    purposes: ['local:EnterpriseCollaboration'],
    enabledBy: 'administrator',
    ...data,
  });
const toSdk = (data: object) =>
  shared({
    recipient: 'kaadas-sdk-providers',
    recipientKind: 'sdk',
    ground: 'partner',
    purposes: ['dpv:ServiceProvision'],
    categories: ['pd:DeviceBased'],
    ...data,
  });
const toByteCloud = (data: object = {}) =>
  shared({
    recipient: 'bytedance-byte-cloud',
    recipientKind: 'affiliate',
    ground: 'affiliate',
    purposes: ['dpv:ServiceProvision'],
    categories: email,
    ...data,
  });
const toAuthority = (data: object = {}) =>
  shared({
    recipient: 'competent-authority',
    recipientKind: 'authority',
    ground: 'legalRequirement',
    purposes: ['dpv:LegalCompliance'],
    categories: email,
    legalOrderRef: 'order-1',
    investigationRef: 'investigation-1',
    encrypted: true,
    ...data,
  });
const agreed = consent('express', { purposes: ['dpv:SellProducts'], categories: email, recipients: [partner] });
const sharedConforms = (row: string, line: number): PolicyCase['then'] => ({
  outcome: 'conforms',
  rule: 'COL-MINOR',
  row,
  line,
});
const fine = sharedConforms('KAAD-M1', 201);

export const kaadasSharing: readonly PolicyCase[] = [
  {
    title: 'the map service gets de-identified locations for the calendar',
    given: [adult, ...vetted('autonavi')],
    when: toMap(),
    then: fine,
  },
  {
    title: 'the map service gets locations that tell who they are about',
    given: [adult, ...vetted('autonavi')],
    when: toMap({ identifiability: 'identified', reidentificationExcluded: false }),
    then: { outcome: 'violates', rule: 'SHR-DEID', row: 'KAAD-D1', line: 85, missing: 'consentMissing' },
  },
  {
    title: 'the map service gets de-identified locations for advertising',
    given: [adult, ...vetted('autonavi')],
    when: toMap({ purposes: ['dpv:Marketing'] }),
    then: { outcome: 'violates', rule: 'SHR-NAMED', row: 'KAAD-D7', line: 103, missing: 'purposeBeyond' },
  },
  {
    title: 'whether the map service can tell who de-identified locations are about is not declared',
    given: [adult, ...vetted('autonavi')],
    when: toMap({ reidentificationExcluded: undefined }),
    then: { outcome: 'gap', rule: 'SHR-DEID', row: 'KAAD-D1', line: 85, missing: 'reidentificationNotDeclared' },
  },
  {
    title: 'a partner gets data with express consent',
    given: [adult, agreed, ...vetted(partner)],
    when: toPartner(),
    then: fine,
  },
  {
    title: 'a partner gets data by business custom',
    given: [adult, agreed, ...vetted(partner)],
    when: toPartner({ ground: 'businessCustom' }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAAD-D1', line: 85, missing: 'groundNotListed' },
  },
  {
    title: 'a partner turns to advertising without asking again',
    given: [adult, agreed, ...vetted(partner), toPartner()],
    when: {
      type: 'RecipientUseReported',
      data: { recipient: partner, purposes: ['dpv:Marketing'], categories: email, learntFrom: 'monitoring' },
    },
    then: { outcome: 'violates', rule: 'SHR-PURPOSE-LOCK', row: 'KAAD-D2', line: 89, missing: 'consentMissing' },
  },
  {
    title: 'a partner gets more than the purpose needs',
    given: [
      adult,
      activity({ purposes: ['dpv:SellProducts'] }),
      consent('express', { purposes: ['dpv:SellProducts'], categories: ['pd:Name'], recipients: [partner] }),
      ...vetted(partner),
    ],
    when: toPartner({ categories: ['pd:Name'] }),
    then: { outcome: 'violates', rule: 'SHR-MIN', row: 'KAAD-D3', line: 91, missing: 'beyondNecessary' },
  },
  {
    title: 'the security of a partner was never assessed',
    given: [adult, agreed, ...vetted(partner).slice(0, 1)],
    when: toPartner(),
    then: { outcome: 'violates', rule: 'SHR-CONTRACT', row: 'KAAD-D4', line: 93, missing: 'assessmentMissing' },
  },
  {
    title: 'whether a partner is bound by an agreement is not on file',
    given: [adult, agreed, ...vetted(partner).slice(1)],
    when: toPartner({ agreementRef: 'agreement-9' }),
    then: { outcome: 'gap', rule: 'SHR-CONTRACT', row: 'KAAD-D4', line: 93, missing: 'agreementNotOnFile' },
  },
  {
    title: 'an application that the administrator switched on gets the e-mail address',
    given: [adult, ...vetted(partner)],
    when: toApp(),
    then: fine,
  },
  {
    title: 'an application that the administrator switched on gets the location',
    given: [adult, ...vetted(partner)],
    when: toApp({ categories: location }),
    then: { outcome: 'violates', rule: 'SHR-NAMED', row: 'KAAD-D5', line: 99, missing: 'beyondListed' },
  },
  {
    title: 'somebody logs in elsewhere with the account and agreed to it',
    given: [
      adult,
      consent('express', { purposes: ['dpv:IdentityAuthentication'], categories: ['pd:Name'], recipients: [partner] }),
      ...vetted(partner),
    ],
    when: toPartner({
      ground: 'requestedService',
      purposes: ['dpv:IdentityAuthentication'],
      categories: ['pd:Name'],
      function: 'third-party-login',
    }),
    then: fine,
  },
  {
    title: 'Byte Cloud stores what the service needs',
    given: [adult, ...vetted('bytedance-byte-cloud')],
    when: toByteCloud(),
    then: fine,
  },
  {
    title: 'Byte Cloud gets data for advertising',
    given: [adult, ...vetted('bytedance-byte-cloud')],
    when: toByteCloud({ purposes: ['dpv:Marketing'] }),
    then: { outcome: 'violates', rule: 'SHR-AFFILIATE', row: 'KAAD-D8', line: 105, missing: 'consentMissing' },
  },
  {
    title: 'a development kit is not watched',
    given: [adult, ...vetted('kaadas-sdk-providers')],
    when: toSdk({ monitored: false }),
    then: { outcome: 'violates', rule: 'SHR-CONTRACT', row: 'KAAD-D9', line: 107, missing: 'notMonitored' },
  },
  {
    title: 'whether a development kit is watched is not declared',
    given: [adult, ...vetted('kaadas-sdk-providers')],
    when: toSdk({}),
    then: { outcome: 'gap', rule: 'SHR-CONTRACT', row: 'KAAD-D9', line: 107, missing: 'monitoringNotDeclared' },
  },
  {
    title: 'an authority gets encrypted data for an investigation, against documents',
    given: [adult],
    when: toAuthority(),
    then: fine,
  },
  {
    title: 'an authority produces no document',
    given: [adult],
    when: toAuthority({ legalOrderRef: undefined }),
    then: { outcome: 'violates', rule: 'AUTH-DOCS', row: 'KAAD-P2', line: 119, missing: 'legalDocumentMissing' },
  },
  {
    title: 'what an authority gets is not encrypted',
    given: [adult],
    when: toAuthority({ encrypted: false }),
    then: { outcome: 'violates', rule: 'AUTH-DOCS', row: 'KAAD-P2', line: 119, missing: 'notEncrypted' },
  },
  {
    title: 'which investigation an authority needs data for is not declared',
    given: [adult],
    when: toAuthority({ investigationRef: undefined }),
    then: { outcome: 'gap', rule: 'AUTH-DOCS', row: 'KAAD-P2', line: 119, missing: 'investigationNotNamed' },
  },
  ...[1, 2, 3, 4, 5, 6].map((item): PolicyCase => ({
    title: `a partner gets data without consent under exception ${item}`,
    given: [adult, ...vetted(partner)],
    when: toPartner({ ground: 'publicInterest', exceptionRef: `x${item}` }),
    then: fine,
  })),
];

const transferred = (ground: string, data: object = {}): CaseRecord => ({
  type: 'PersonalDataTransferred',
  data: { newController: 'clex', ground, categories: email, ...data },
});
const published = (data: object): CaseRecord => ({
  type: 'PersonalDataPubliclyDisclosed',
  data: { categories: email, medium: 'website', purposes: ['dpv:Marketing'], ...data },
});
const exported: CaseRecord = {
  type: 'PersonalDataExported',
  data: {
    fromCountry: 'CN',
    toCountry: 'SG',
    mechanism: 'securityAssessment',
    categories: email,
    purposes: ['dpv:ServiceProvision'],
  },
};

export const kaadasHandingOn: readonly PolicyCase[] = [
  {
    title: 'assets are sold and the buyer protects data by no lower standard',
    given: [adult],
    when: transferred('assetTransfer', { successorCommitment: 'notLower' }),
    then: fine,
  },
  {
    title: 'to what the successor is bound is not declared',
    given: [adult],
    when: transferred('merger'),
    then: { outcome: 'gap', rule: 'TRF-SUCCESSOR', row: 'KAAD-T1', line: 115, missing: 'successorNotBound' },
  },
  {
    title: 'data passes on in bankruptcy, of which the policy does not speak',
    given: [adult],
    when: transferred('bankruptcy', { successorCommitment: 'boundByPolicy' }),
    then: { outcome: 'violates', rule: 'TRF-GROUND', row: 'KAAD-D1', line: 85, missing: 'groundNotListed' },
  },
  {
    title: 'data is made public with consent',
    given: [
      adult,
      consent('express', { purposes: ['dpv:Marketing'], categories: email, operations: ['dpv:Disseminate'] }),
    ],
    when: published({ ground: 'consent' }),
    then: fine,
  },
  {
    title: 'data is made public without consent',
    given: [adult],
    when: published({ ground: 'none' }),
    then: { outcome: 'violates', rule: 'PUB-CONSENT', row: 'KAAD-P1', line: 119, missing: 'consentMissing' },
  },
  {
    title: 'data goes abroad after a security assessment, and at present none goes',
    given: [adult],
    when: exported,
    then: { outcome: 'violates', rule: 'XB-MECH', row: 'KAAD-L1', line: 141, missing: 'exportForbidden' },
  },
  {
    title: 'data of a user in Hong Kong is made public, of which the policy does not speak',
    given: [adult],
    when: { ...published({ ground: 'none' }), jurisdictions: ['HK'] },
    then: { outcome: 'conforms' },
  },
  {
    title: 'data of a user in Guangdong is made public without consent',
    given: [adult],
    when: { ...published({ ground: 'none' }), jurisdictions: ['CN-GD'] },
    then: { outcome: 'violates', rule: 'PUB-CONSENT', row: 'KAAD-P1', line: 119, missing: 'consentMissing' },
  },
];
