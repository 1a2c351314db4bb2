import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { age } from '../records.ts';
import { email } from './registration.ts';

/** What the policy says nothing about: it neither permits nor forbids, and the law decides. */
export const clexSilences: readonly PolicyCase[] = [
  {
    title: 'of making data public the policy says nothing',
    when: {
      type: 'PersonalDataPubliclyDisclosed',
      data: { categories: email, ground: 'none', medium: 'website' },
    },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of data leaving the country the policy says nothing',
    when: {
      type: 'PersonalDataExported',
      data: {
        fromCountry: 'CN',
        toCountry: 'DE',
        mechanism: 'none',
        categories: email,
        purposes: ['local:InternalManagement'],
      },
    },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of telling recipients of a deletion the policy says nothing',
    when: { type: 'RecipientDeletionAnswered', data: { recipient: 'clex-affiliates', outcome: 'refused' } },
    then: { outcome: 'conforms' },
  },
  {
    title: 'of minors the policy says nothing',
    when: age('13'),
    then: { outcome: 'conforms' },
  },
  {
    title: 'of announcing a change the policy says nothing',
    when: {
      type: 'PolicyChangeAnnounced',
      aboutNobody: true,
      data: { announcedVersion: 'clex-2027-01', channel: 'website', prominent: false },
    },
    then: { outcome: 'conforms' },
  },
];

const activity = (data: object): CaseRecord => ({
  type: 'ProcessingActivityDeclared',
  aboutNobody: true,
  data: {
    activity: 'shop',
    role: 'controller',
    purposes: ['dpv:ServiceProvision'],
    subjectCategories: ['customers'],
    categories: email,
    ...data,
  },
});

export const clexSecurity: readonly PolicyCase[] = [
  {
    title: 'an activity is protected as promised',
    when: activity({ securityMeasures: ['encryptionInTransit', 'accessControl', 'training'] }),
    then: { outcome: 'conforms', rule: 'SEC-MEASURES', row: 'CLEX-SEC', line: 85 },
  },
  {
    title: 'the staff of an activity is not trained',
    when: activity({ securityMeasures: ['encryptionInTransit', 'accessControl'] }),
    then: { outcome: 'violates', rule: 'SEC-MEASURES', row: 'CLEX-SEC', line: 85, missing: 'measuresLacking' },
  },
  {
    title: 'how an activity is protected is not declared',
    when: activity({}),
    then: { outcome: 'gap', rule: 'SEC-MEASURES', row: 'CLEX-SEC', line: 85, missing: 'measuresNotDeclared' },
  },
];
