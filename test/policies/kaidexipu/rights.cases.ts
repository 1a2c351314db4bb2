import type { PolicyCase } from '../policy-case.ts';
import { answer, breachNotice, request } from '../records.ts';
import { adult, email, uses } from './user.ts';

const change = request('rectification');
const locked = (data: object = {}) => answer('refused', { refusalGround: 'immutableRegistrationData', ...data });

export const kaidexipuRights: readonly PolicyCase[] = [
  {
    title: 'somebody is not shown what they submitted, for no reason',
    given: [request('access')],
    when: answer('refused', { refusalGround: 'none' }),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAID-G1', line: 35, missing: 'refusedWithoutReason' },
  },
  {
    title: 'why what was submitted is not changed is not declared',
    given: [change],
    when: answer('refused'),
    then: { outcome: 'gap', rule: 'RGT-REFUSE', row: 'KAID-G1', line: 35, missing: 'refusalGroundNotDeclared' },
  },
  {
    title: 'the e-mail address given at registration cannot be changed',
    given: [change],
    when: locked({ categories: email }),
    then: { outcome: 'conforms', rule: 'RGT-IMMUTABLE', row: 'KAID-G1', line: 35 },
  },
  {
    title: 'an address that was given later is said to be unchangeable',
    given: [change],
    when: locked({ categories: ['pd:PhysicalAddress'] }),
    then: { outcome: 'violates', rule: 'RGT-IMMUTABLE', row: 'KAID-G1', line: 35, missing: 'refusalNotListed' },
  },
  {
    title: 'which registration data could not be changed is not declared',
    given: [change],
    when: locked(),
    then: { outcome: 'gap', rule: 'RGT-IMMUTABLE', row: 'KAID-G1', line: 35, missing: 'immutableNotDeclared' },
  },
  {
    title: 'a change is posted on the site',
    when: {
      type: 'PolicyChangeAnnounced',
      aboutNobody: true,
      data: { announcedVersion: 'kaidexipu-2027', channel: 'website', prominent: false },
    },
    then: { outcome: 'conforms', rule: 'POL-MAJOR', row: 'KAID-U1', line: 57 },
  },
  {
    title: 'a record names a version that was not in force',
    given: [adult],
    when: { ...uses('dpv:ServiceProvision'), policyVersion: 'kaidexipu-2020' },
    then: { outcome: 'violates', rule: 'POL-VERSION', row: 'KAID-U1', line: 57, missing: 'otherVersionCited' },
  },
];

/** What the policy says nothing about: it neither permits nor forbids, and the law decides. */
export const kaidexipuSilences: readonly PolicyCase[] = [
  {
    title: 'of data leaving the country the policy says nothing',
    when: {
      type: 'PersonalDataExported',
      data: {
        fromCountry: 'CN',
        toCountry: 'US',
        mechanism: 'none',
        categories: email,
        purposes: ['dpv:ServiceProvision'],
      },
    },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of a new controller the policy says nothing',
    when: {
      type: 'PersonalDataTransferred',
      data: { newController: 'clex', ground: 'none', categories: email },
    },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of telling recipients of a deletion the policy says nothing',
    when: { type: 'RecipientDeletionAnswered', data: { recipient: 'partner-1', outcome: 'refused' } },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of what people are told of a breach the policy says nothing',
    when: breachNotice({ contents: ['basicFacts'] }),
    then: { outcome: 'conforms' },
  },
  {
    title: 'of how soon a request is answered the policy says nothing',
    given: [request('access')],
    when: { ...answer('fulfilled'), at: '2027-03-01T09:00:00+08:00' },
    then: { outcome: 'conforms' },
  },
];
