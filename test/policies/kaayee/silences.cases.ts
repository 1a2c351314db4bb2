import type { PolicyCase } from '../policy-case.ts';
import { age, answer, breachNotice, deleted, request } from '../records.ts';
import { email } from './visit.ts';

/** What the policy says nothing about: it neither permits nor forbids, and the law decides. */
export const kaayeeSilences: readonly PolicyCase[] = [
  {
    title: 'of what has to be met when data leaves the country the policy says nothing',
    when: {
      type: 'PersonalDataExported',
      data: {
        fromCountry: 'CN',
        toCountry: 'SE',
        mechanism: 'none',
        categories: email,
        purposes: ['dpv:ServiceProvision'],
      },
    },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of how soon a request is answered the policy says nothing',
    given: [request('access')],
    when: { ...answer('fulfilled'), at: '2027-03-01T09:00:00+08:00' },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of reasons for which a request is refused the policy says nothing',
    given: [request('erasure', { deletionGround: 'purposeAchieved' })],
    when: answer('refused', { refusalGround: 'none' }),
    then: { outcome: 'conforms' },
  },
  { title: 'of minors the policy says nothing', when: age('13'), then: { outcome: 'conforms' } },
  {
    title: 'of what people are told of a breach the policy says nothing',
    when: breachNotice({ contents: ['basicFacts'] }),
    then: { outcome: 'conforms' },
  },
  {
    title: 'of a new controller the policy says nothing',
    when: {
      type: 'PersonalDataTransferred',
      data: { newController: 'kamoer', ground: 'none', categories: email },
    },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of how soon data is deleted the policy says nothing',
    when: deleted('accountCancelled', { categories: email }),
    then: { outcome: 'conforms' },
  },
  {
    title: 'of announcing a change the policy says nothing',
    when: {
      type: 'PolicyChangeAnnounced',
      aboutNobody: true,
      data: { announcedVersion: 'kaayee-2027', channel: 'website', prominent: false },
    },
    then: { outcome: 'conforms' },
  },
];
