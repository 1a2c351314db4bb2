import type { CaseRecord, PolicyCase } from './policy-case.ts';

const registrationNotice: CaseRecord = {
  type: 'NoticeGiven',
  data: {
    function: 'account-registration',
    purposes: ['dpv:ServiceRegistration'],
    categories: ['pd:TelephoneNumber', 'pd:EmailAddress', 'pd:Picture', 'pd:Age'],
    channel: 'website',
  },
};

const registration = (categories: readonly object[]): CaseRecord => ({
  type: 'PersonalDataCollected',
  data: {
    function: 'account-registration',
    categories,
    source: { kind: 'subject' },
    purposes: ['dpv:ServiceRegistration'],
  },
});

export const clexCases: readonly PolicyCase[] = [
  {
    title: 'mobile number and e-mail address are asked for at registration, after the notice',
    given: [registrationNotice],
    when: registration([
      { category: 'pd:TelephoneNumber', necessity: 'required' },
      { category: 'pd:EmailAddress', necessity: 'required' },
    ]),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'the avatar was made a condition of registering',
    given: [registrationNotice],
    when: registration([{ category: 'pd:Picture', necessity: 'required' }]),
    then: {
      outcome: 'violates',
      rule: 'COL-OPTIONAL',
      row: 'CLEX-C2',
      line: 30,
      missing: 'optionalTakenAsRequired',
    },
  },
];
