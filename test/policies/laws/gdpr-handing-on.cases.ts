import type { CaseRecord } from '../policy-case.ts';
import { activity, agreement, consent, deleted, shared } from '../records.ts';
import { company, email, gap, REGISTERED, SERVICE, violates } from './law-case.ts';
import type { LawCase } from './law-case.ts';

const processor = 'kaadas-sdk-providers';
const abroad = 'kaadas-enterprise-apps';
const scope = { purposes: [SERVICE], categories: email };
const contract = { legalBasis: 'eu-gdpr:A6-1-b' };
const entrusted = agreement(processor, { kind: 'processorAgreement' });
const entrust = (data: CaseRecord['data'] = {}) =>
  shared({
    recipient: processor,
    recipientKind: 'processor',
    ground: 'requestedService',
    ...scope,
    ...contract,
    ...data,
  });
const exported = (data: CaseRecord['data'] = {}): CaseRecord => ({
  type: 'PersonalDataExported',
  data: {
    fromCountry: 'DE',
    toCountry: 'US',
    mechanism: 'standardContractualClauses',
    recipient: abroad,
    ...scope,
    ...data,
  },
});
const TERMS = [
  'instructionsOnly',
  'confidentiality',
  'protectionMeasures',
  'subProcessorApproval',
  'assistance',
  'returnOrDeletion',
  'audit',
];

/** GDPR Art. 5(1)(c), 19, 26 to 30, 44 to 49: to whom data goes, and where. */
export const gdprHandingOn: readonly LawCase[] = [
  {
    title: 'a processor under contract gets what a contract needs',
    given: [entrusted],
    when: entrust(),
    then: 'conforms',
  },
  {
    title: 'Art. 5(1)(c): more is handed on than the register says is necessary',
    given: [entrusted, activity(REGISTERED)],
    when: entrust({ categories: ['pd:TelephoneNumber'] }),
    then: violates('EU-GDPR-5-1-c', 'SHR-MIN', 'beyondNecessary'),
  },
  {
    title: 'Art. 19: data was deleted, and the recipient that had it was not told',
    given: [entrusted, entrust()],
    when: deleted('subjectRequest', { categories: email, recipientsInformed: ['autonavi'] }),
    then: violates('EU-GDPR-19', 'DEL-PROPAGATE', 'recipientsNotTold'),
  },
  {
    title: 'Art. 19: data was corrected, and whether the recipient was told is not declared',
    given: [entrusted, entrust()],
    when: { type: 'PersonalDataCorrected', data: { categories: email, requestedBy: 'subject' } },
    then: gap('EU-GDPR-19', 'DEL-PROPAGATE', 'recipientsToldNotDeclared'),
  },
  {
    title: 'Art. 19: a recipient finds it impossible',
    when: {
      type: 'RecipientDeletionAnswered',
      data: { recipient: processor, outcome: 'refused', ground: 'impossible' },
    },
    then: 'conforms',
  },
  {
    title: 'Art. 26: two decide together, and no arrangement is on file',
    when: activity({ ...REGISTERED, role: 'jointController', jointControllers: ['kamoer'] }),
    then: gap('EU-GDPR-26', 'SHR-CONTRACT', 'agreementNotDeclared'),
  },
  {
    title: 'Art. 28(3): no contract with the processor is on file',
    when: entrust(),
    then: gap('EU-GDPR-28-3', 'SHR-CONTRACT', 'agreementNotDeclared'),
  },
  {
    title: 'Art. 28(3): the contract had run out',
    given: [agreement(processor, { kind: 'processorAgreement', validUntil: '2026-09-30' })],
    when: entrust(),
    then: violates('EU-GDPR-28-3', 'SHR-CONTRACT', 'agreementNotInForce'),
  },
  {
    title: 'Art. 28(3)(h): the contract says nothing of audits',
    when: agreement(processor, { kind: 'processorAgreement', terms: TERMS.filter((term) => term !== 'audit') }),
    then: violates('EU-GDPR-28-3-a-h', 'SHR-CONTRACT', 'termsLacking'),
  },
  {
    title: 'Art. 28(3): what the contract lays down is not declared',
    when: entrusted,
    then: gap('EU-GDPR-28-3-a-h', 'SHR-CONTRACT', 'termsNotDeclared'),
  },
  {
    title: 'Art. 28(3): the contract lays down all of it',
    when: agreement(processor, { kind: 'processorAgreement', terms: TERMS }),
    then: 'conforms',
  },
  {
    title: 'Art. 28(3)(g): a processor gets data after its work ended',
    given: [entrusted, company('RecipientServiceEnded', { recipient: processor })],
    when: entrust(),
    then: violates('EU-GDPR-28-3-g', 'SHR-END', 'serviceEnded'),
  },
  {
    title: 'Art. 28(10): a processor uses data for itself',
    given: [entrusted, entrust()],
    when: {
      type: 'RecipientUseReported',
      data: { recipient: processor, purposes: ['dpv:Marketing'], categories: email, learntFrom: 'audit' },
    },
    then: violates('EU-GDPR-28-10', 'SHR-PURPOSE-LOCK', 'consentMissing'),
  },
  {
    title: 'Art. 30(1)(f): the register does not say how long data is kept',
    when: activity({ ...REGISTERED, retention: undefined }),
    then: gap('EU-GDPR-30-1', 'ACT-REGISTER', 'activityLacks'),
  },
  {
    title: 'Art. 30(1)(e): the register does not say on what data leaves',
    when: activity({ ...REGISTERED, transfers: [{ country: 'US' }] }),
    then: gap('EU-GDPR-30-1', 'ACT-REGISTER', 'activityLacks'),
  },
  {
    title: 'Art. 44: data goes to a third country on nothing',
    when: exported({ mechanism: 'none' }),
    then: violates('EU-GDPR-44', 'XB-MECH', 'mechanismNotAllowed'),
  },
  {
    title: 'Art. 44: another state of the EEA is no third country',
    when: exported({ mechanism: 'none', toCountry: 'NO' }),
    then: 'conforms',
  },
  {
    title: 'Art. 45: a decision on the country is claimed, and no list of decisions is at hand',
    when: exported({ mechanism: 'adequacy', fromCountry: 'SE', toCountry: 'CN' }),
    then: gap('EU-GDPR-45', 'XB-MECH', 'mechanismNotShown'),
  },
  {
    title: 'Art. 45: another state of the EEA needs no decision',
    when: exported({ mechanism: 'adequacy', toCountry: 'NO' }),
    then: 'conforms',
  },
  {
    title: 'Art. 46: the standard clauses are not on file',
    when: exported(),
    then: gap('EU-GDPR-46', 'XB-MECH', 'mechanismNotOnFile'),
  },
  {
    title: 'Art. 46: the standard clauses are in force',
    given: [agreement(abroad, { kind: 'standardContractualClauses' })],
    when: exported(),
    then: 'conforms',
  },
  {
    title: 'Art. 49: a derogation without explicit consent or another ground',
    given: [consent('express', { ...scope, countries: ['US'], recipients: [abroad] })],
    when: exported({ mechanism: 'derogation', legalBasis: 'eu-gdpr:A49-1-a' }),
    then: violates('EU-GDPR-49', 'XB-MECH', 'consentTooWeak'),
  },
  {
    title: 'Art. 49(1)(b): a contract with the person needs the transfer',
    when: exported({ mechanism: 'derogation', legalBasis: 'eu-gdpr:A49-1-b' }),
    then: 'conforms',
  },
];
