import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { activity, agreement, consent, shared } from '../records.ts';
import { email } from './visit.ts';

const contact = ['pd:TelephoneNumber'];
const toCounterparty = (ground: string, data: object = {}) =>
  shared({
    recipient: 'counterparty-1',
    recipientKind: 'counterparty',
    ground,
    purposes: ['dpv:DisputeManagement'],
    categories: contact,
    ...data,
  });
const toBuyer = (data: object) =>
  toCounterparty('counterparty', { purposes: ['dpv:CustomerOrderManagement'], ...data });
const toCarrier = (data: object) =>
  shared({
    recipient: 'carrier-1',
    recipientKind: 'logistics',
    ground: 'requestedService',
    purposes: ['dpv:RequestedServiceProvision'],
    categories: ['pd:PhysicalAddress'],
    ...data,
  });
const carrier = agreement('carrier-1', { kind: 'confidentiality' });
const published = (data: object): CaseRecord => ({
  type: 'PersonalDataPubliclyDisclosed',
  data: { categories: email, medium: 'website', purposes: ['dpv:Marketing'], ...data },
});

export const kaayeeDisclosing: readonly PolicyCase[] = [
  {
    title: 'data is made public with approval before',
    given: [consent('express', { purposes: ['dpv:Marketing'], categories: email, operations: ['dpv:Disseminate'] })],
    when: published({ ground: 'consent' }),
    then: { outcome: 'conforms', rule: 'PUB-CONSENT', row: 'KAAY-DA', line: 72 },
  },
  {
    title: 'data is made public without approval',
    when: published({ ground: 'none' }),
    then: { outcome: 'violates', rule: 'PUB-CONSENT', row: 'KAAY-DA', line: 72, missing: 'consentMissing' },
  },
  {
    title: 'data is made public because a court says so',
    when: published({ ground: 'legalCompulsion', legalOrderRef: 'order-1' }),
    then: { outcome: 'conforms', rule: 'PUB-CONSENT', row: 'KAAY-DA', line: 72 },
  },
  {
    title: 'a carrier gets the address that somebody wants the parcel at',
    given: [carrier],
    when: toCarrier({}),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-DB', line: 73 },
  },
  {
    title: 'a carrier gets what the law has Kaayee hand to it',
    given: [carrier],
    when: toCarrier({ ground: 'legalRequirement', legalOrderRef: 'postal-law' }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-DC', line: 74 },
  },
  {
    title: 'a carrier gets data by law, and which law is not named',
    given: [carrier],
    when: toCarrier({ ground: 'legalRequirement' }),
    then: { outcome: 'gap', rule: 'SHR-GROUND', row: 'KAAY-DC', line: 74, missing: 'legalOrderNotNamed' },
  },
  {
    title: 'a dispute needs data to be shared',
    when: toCounterparty('legalRequirement'),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-D2', line: 27 },
  },
  {
    title: 'who broke the rules of the platform is told to the user who was harmed',
    when: toCounterparty('breachOfTerms'),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-DD', line: 75 },
  },
  {
    title: 'a respondent who asked gets the complaint about a trade mark',
    when: toCounterparty('intellectualPropertyComplaint', { requestedByRecipient: true }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-DE', line: 76 },
  },
  {
    title: 'a respondent who did not ask gets the complaint about a trade mark',
    when: toCounterparty('intellectualPropertyComplaint', { requestedByRecipient: false }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAAY-DE', line: 76, missing: 'recipientDidNotAsk' },
  },
  {
    title: 'whether the respondent asked for the complaint is not declared',
    when: toCounterparty('intellectualPropertyComplaint'),
    then: { outcome: 'gap', rule: 'SHR-GROUND', row: 'KAAY-DE', line: 76, missing: 'askingNotDeclared' },
  },
  {
    title: 'a buyer who paid and asks gets the number of the seller',
    when: toBuyer({ requestedByRecipient: true, counterpartyPerformed: true }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAAY-DF', line: 77 },
  },
  {
    title: 'a buyer who has not paid yet gets the number of the seller',
    when: toBuyer({ requestedByRecipient: true, counterpartyPerformed: false }),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAAY-DF', line: 77, missing: 'counterpartyNotPerformed' },
  },
  {
    title: 'whether the buyer had paid is not declared',
    when: toBuyer({ requestedByRecipient: true }),
    then: { outcome: 'gap', rule: 'SHR-GROUND', row: 'KAAY-DF', line: 77, missing: 'performanceNotDeclared' },
  },
  {
    title: 'a buyer who paid and asks gets the birthday of the seller as well',
    given: [activity({ purposes: ['dpv:CustomerOrderManagement'], categories: contact })],
    when: toBuyer({
      requestedByRecipient: true,
      counterpartyPerformed: true,
      categories: [...contact, 'pd:BirthDate'],
    }),
    then: { outcome: 'violates', rule: 'SHR-MIN', row: 'KAAY-DF', line: 77, missing: 'beyondNecessary' },
  },
  {
    title: 'other disclosures that are thought suitable are on no list',
    when: toCounterparty('other'),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAAY-D1', line: 25, missing: 'groundNotListed' },
  },
];
