import type { CaseRecord } from '../policy-case.ts';
import { activity, agreement, consent, shared } from '../records.ts';
import { assessed, company, email, gap, notice, REGISTERED, SERVICE, violates } from './law-case.ts';
import type { LawCase } from './law-case.ts';

const processor = 'kaadas-sdk-providers';
const affiliate = 'clex-affiliates';
const scope = { purposes: [SERVICE], categories: email };
const contract = { legalBasis: 'dpv:Contract' };
const entrusted = agreement(processor, { kind: 'processorAgreement' });
const bound = agreement(affiliate);
const entrust = (data: CaseRecord['data'] = {}) =>
  shared({
    recipient: processor,
    recipientKind: 'processor',
    ground: 'requestedService',
    ...scope,
    ...contract,
    ...data,
  });
const provide = (data: CaseRecord['data'] = {}) =>
  shared({ recipient: affiliate, recipientKind: 'affiliate', ground: 'affiliate', ...scope, ...data });
const told = notice({
  recipients: [affiliate],
  items: ['recipients', 'recipientContact', 'purposes', 'method', 'categories'],
});
const agreed = consent('separate', { ...scope, recipients: [affiliate] });
const reported = (recipient: string): CaseRecord => ({
  type: 'RecipientUseReported',
  data: { recipient, purposes: ['dpv:Marketing'], categories: email, learntFrom: 'audit' },
});

const abroad = 'kaadas-enterprise-apps';
const standardContract = agreement(abroad, { kind: 'standardContract' });
const toldAbroad = notice({
  recipients: [abroad],
  items: ['overseasRecipient', 'recipientContact', 'purposes', 'method', 'categories', 'overseasRightsRoute'],
});
const agreedAbroad = consent('separate', { ...scope, countries: ['US'], recipients: [abroad] });
const exported = (data: CaseRecord['data'] = {}): CaseRecord => ({
  type: 'PersonalDataExported',
  data: { fromCountry: 'CN', toCountry: 'US', mechanism: 'standardContract', recipient: abroad, ...scope, ...data },
});
const publish = (data: CaseRecord['data'] = {}): CaseRecord => ({
  type: 'PersonalDataPubliclyDisclosed',
  data: { ground: 'consent', medium: 'website', ...scope, ...data },
});

/** PIPL Art. 6, 20 to 25, 38 to 41; NDSR Art. 12: to whom data goes, and where. */
export const piplHandingOn: readonly LawCase[] = [
  {
    title: 'a processor under an agreement gets what a contract needs',
    given: [assessed(), entrusted],
    when: entrust(),
    then: 'conforms',
  },
  {
    title: 'Art. 6: more is handed on than the register says is necessary',
    given: [assessed(), entrusted, activity(REGISTERED)],
    when: entrust({ categories: ['pd:TelephoneNumber'] }),
    then: violates('CN-PIPL-6', 'SHR-MIN', 'beyondNecessary'),
  },
  {
    title: 'Art. 20(1): two decide together, and no arrangement is on file',
    when: activity({ ...REGISTERED, role: 'jointController', jointControllers: ['kamoer'] }),
    then: gap('CN-PIPL-20', 'SHR-CONTRACT', 'agreementNotDeclared'),
  },
  {
    title: 'Art. 20(1): two decide together under an arrangement',
    given: [agreement('kamoer', { kind: 'jointControllerAgreement' })],
    when: activity({ ...REGISTERED, role: 'jointController', jointControllers: ['kamoer'] }),
    then: 'conforms',
  },
  {
    title: 'Art. 21(1): a processor is only bound to confidentiality',
    given: [assessed(), agreement(processor, { kind: 'confidentiality' })],
    when: entrust(),
    then: gap('CN-PIPL-21-1', 'SHR-CONTRACT', 'agreementNotDeclared'),
  },
  {
    title: 'Art. 21(1): the agreement with a processor says nothing of the period',
    when: agreement(processor, {
      kind: 'processorAgreement',
      terms: ['purpose', 'method', 'categories', 'protectionMeasures', 'rightsAndDuties'],
    }),
    then: violates('CN-PIPL-21-1', 'SHR-CONTRACT', 'termsLacking'),
  },
  {
    title: 'Art. 21(2): a processor uses data for itself',
    given: [assessed(), entrusted, entrust()],
    when: reported(processor),
    then: violates('CN-PIPL-21-2', 'SHR-PURPOSE-LOCK', 'consentMissing'),
  },
  {
    title: 'Art. 21(2): a processor keeps what it had when its work ended',
    when: company('RecipientAccessRevoked', { recipient: processor, includesPastData: false, cause: 'serviceEnded' }),
    then: violates('CN-PIPL-21-2', 'SHR-END', 'pastDataKept'),
  },
  {
    title: 'Art. 22: nobody was told who takes over in a merger',
    given: [notice({ purposes: ['local:BusinessSuccession'] })],
    when: {
      type: 'PersonalDataTransferred',
      data: { newController: 'kamoer', ground: 'merger', categories: email, successorCommitment: 'boundByPolicy' },
    },
    then: violates('CN-PIPL-22', 'TRF-SUCCESSOR', 'noticeLacks'),
  },
  {
    title: 'Art. 22: people were told who takes over, and how to reach them',
    given: [
      notice({
        purposes: ['local:BusinessSuccession'],
        newController: 'kamoer',
        items: ['recipients', 'recipientContact'],
      }),
    ],
    when: {
      type: 'PersonalDataTransferred',
      data: { newController: 'kamoer', ground: 'merger', categories: email, successorCommitment: 'boundByPolicy' },
    },
    then: 'conforms',
  },
  {
    title: 'Art. 23: another handler gets data, people were told, and nobody consented',
    given: [assessed(), bound, told],
    when: provide(),
    then: violates('CN-PIPL-23', 'SHR-PI', 'consentMissing'),
  },
  {
    title: 'Art. 23: another handler gets data with separate consent',
    given: [assessed(), bound, told, agreed],
    when: provide(),
    then: 'conforms',
  },
  {
    title: 'Art. 4: numbers that tell of nobody are no personal information',
    given: [bound],
    when: provide({ identifiability: 'statistical' }),
    then: 'conforms',
  },
  {
    title: 'Art. 55: what leaves another country is no export from China',
    when: exported({ fromCountry: 'SE', toCountry: 'US' }),
    then: 'conforms',
  },
  {
    title: 'Art. 23: another handler uses it for something else',
    given: [assessed(), bound, told, agreed, provide()],
    when: reported(affiliate),
    then: violates('CN-PIPL-23-2', 'SHR-PURPOSE-LOCK', 'consentMissing'),
  },
  {
    title: 'Art. 25: data is made public without consent',
    given: [assessed()],
    when: publish(),
    then: violates('CN-PIPL-25', 'PUB-CONSENT', 'consentMissing'),
  },
  {
    title: 'Art. 25: a judgment compels it',
    given: [assessed()],
    when: publish({ ground: 'legalCompulsion', legalOrderRef: 'judgment-1' }),
    then: 'conforms',
  },
  {
    title: 'Art. 38: data goes abroad on nothing',
    given: [assessed(), toldAbroad, agreedAbroad],
    when: exported({ mechanism: 'none' }),
    then: violates('CN-PIPL-38', 'XB-MECH', 'mechanismNotAllowed'),
  },
  {
    title: 'Art. 38: the standard contract is not on file',
    given: [assessed(), toldAbroad, agreedAbroad],
    when: exported(),
    then: gap('CN-PIPL-38', 'XB-MECH', 'mechanismNotOnFile'),
  },
  {
    title: 'Art. 38, 39: a standard contract, people told, separate consent',
    given: [assessed(), standardContract, toldAbroad, agreedAbroad],
    when: exported(),
    then: 'conforms',
  },
  {
    title: 'Art. 39: data is looked at from abroad without separate consent',
    given: [assessed(), standardContract, toldAbroad],
    when: exported({ remoteAccess: true }),
    then: violates('CN-PIPL-39', 'XB-ACCESS', 'consentMissing'),
  },
  {
    title: 'Art. 39: people were not told how to use their rights abroad',
    given: [
      assessed(),
      standardContract,
      notice({
        recipients: [abroad],
        items: ['overseasRecipient', 'recipientContact', 'purposes', 'method', 'categories'],
      }),
      agreedAbroad,
    ],
    when: exported(),
    then: violates('CN-PIPL-39', 'XB-MECH', 'noticeLacks'),
  },
  {
    title: 'Art. 41: a foreign court gets data without approval',
    when: shared({
      ...{ recipient: 'competent-authority', recipientKind: 'authority', ground: 'legalRequirement' },
      ...{ ...scope, country: 'US', legalOrderRef: 'order-1', legalBasis: 'dpv:LegalObligation' },
    }),
    then: violates('CN-PIPL-41', 'AUTH-DOCS', 'approvalMissing'),
  },
  {
    title: 'NDSR Art. 12: no agreement with a recipient is on file',
    given: [assessed(), told, agreed],
    when: provide(),
    then: gap('CN-NDSR-12', 'SHR-CONTRACT', 'agreementNotDeclared'),
  },
];
