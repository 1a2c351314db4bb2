import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { consent, used } from '../records.ts';
import { email } from './registration.ts';

const serving = used({ purposes: ['dpv:ServiceProvision'], categories: email });
const transferred = (data: object): CaseRecord => ({
  type: 'PersonalDataTransferred',
  data: { newController: 'kamoer', categories: email, ...data },
});

export const clexHandingOn: readonly PolicyCase[] = [
  {
    title: 'the company is merged, and the successor stays bound by the policy',
    when: transferred({ ground: 'merger', successorCommitment: 'boundByPolicy' }),
    then: { outcome: 'conforms', rule: 'TRF-GROUND', row: 'CLEX-T2', line: 73 },
  },
  {
    title: 'the company is merged, and what the successor is bound to is not declared',
    when: transferred({ ground: 'merger' }),
    then: { outcome: 'gap', rule: 'TRF-SUCCESSOR', row: 'CLEX-T2', line: 73, missing: 'successorNotBound' },
  },
  {
    title: 'a successor that declined uses the data',
    given: [
      transferred({ ground: 'merger', successorCommitment: 'mustReconsent' }),
      {
        type: 'SuccessorCommitmentAnswered',
        aboutNobody: true,
        data: { newController: 'kamoer', answer: 'declined' },
      },
    ],
    when: serving,
    then: { outcome: 'violates', rule: 'TRF-SUCCESSOR', row: 'CLEX-T2', line: 73, missing: 'successorDeclined' },
  },
  {
    title: 'a customer list is sold with the consent of the person',
    given: [consent('express', { purposes: ['dpv:SellProducts'], categories: email, operations: ['dpv:Transfer'] })],
    when: transferred({ ground: 'consent', purposes: ['dpv:SellProducts'] }),
    then: { outcome: 'conforms', rule: 'TRF-GROUND', row: 'CLEX-T1', line: 72 },
  },
  {
    title: 'a customer list is sold without consent',
    when: transferred({ ground: 'assetTransfer' }),
    then: { outcome: 'violates', rule: 'TRF-GROUND', row: 'CLEX-T1', line: 72, missing: 'groundNotListed' },
  },
];
