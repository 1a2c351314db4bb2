import type { PolicyCase } from '../policy-case.ts';
import { collected, noticeFor, required, unavailable } from '../records.ts';
import { noticed, registered, registration } from './registration.ts';

export const clexCollecting: readonly PolicyCase[] = [
  {
    title: 'mobile number and e-mail address are asked for at registration, after the notice',
    ...noticed(registered),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'nobody was told before registering',
    when: registered,
    then: { outcome: 'violates', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26, missing: 'noticeMissing' },
  },
  {
    title: 'the notice names the purpose and not the e-mail address',
    given: [noticeFor(required({ ...registration, categories: ['pd:TelephoneNumber'] }))],
    when: registered,
    then: { outcome: 'violates', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26, missing: 'noticeMissing' },
  },
  {
    title: 'the notice a record relies on is not on file',
    when: { ...registered, data: { ...registered.data, noticeRef: '$notice' } },
    then: { outcome: 'gap', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26, missing: 'referredUnknown' },
  },
  {
    title: 'the notice comes an hour after the data',
    given: [{ ...noticeFor(registered), at: '2026-10-12T10:00:00+08:00' }],
    when: { ...registered, at: '2026-10-12T09:00:00+08:00' },
    then: { outcome: 'violates', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26, missing: 'noticeMissing' },
  },
  {
    title: 'an avatar is given voluntarily',
    ...noticed(collected({ ...registration, categories: ['pd:Picture'] })),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'the avatar was made a condition of registering',
    ...noticed(required({ ...registration, categories: ['pd:Picture'] })),
    then: { outcome: 'violates', rule: 'COL-OPTIONAL', row: 'CLEX-C2', line: 30, missing: 'optionalTakenAsRequired' },
  },
  {
    title: 'registering was refused to somebody who did not give a gender',
    when: unavailable({
      function: 'account-registration',
      reason: 'optionalRefused',
      categories: ['pd:Gender'],
    }),
    then: { outcome: 'violates', rule: 'COL-OPTIONAL', row: 'CLEX-C2', line: 30, missing: 'optionalTakenAsRequired' },
  },
  {
    title: 'registering was refused, and what had not been given is not declared',
    when: unavailable({ function: 'account-registration', reason: 'optionalRefused' }),
    then: { outcome: 'gap', rule: 'COL-OPTIONAL', row: 'CLEX-C1', line: 30, missing: 'refusedNotDeclared' },
  },
  {
    title: 'registering was refused to somebody who gave no mobile number',
    when: unavailable({
      function: 'account-registration',
      reason: 'requiredMissing',
      categories: ['pd:TelephoneNumber'],
    }),
    then: { outcome: 'conforms', rule: 'COL-REQUIRED', row: 'CLEX-C1', line: 30 },
  },
  {
    title: 'an identity number is asked for at registration',
    ...noticed(required({ ...registration, categories: ['pd:OfficialID'] })),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'CLEX-C1', line: 30, missing: 'categoryNotListed' },
  },
  {
    title: 'an address is collected for delivery',
    ...noticed(
      required({
        function: 'delivery',
        purposes: ['dpv:ServiceProvision'],
        categories: ['pd:Name', 'pd:PhysicalAddress'],
      }),
    ),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'a delivery address is made a condition of registering',
    ...noticed(required({ ...registration, categories: ['pd:PhysicalAddress'] })),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'CLEX-C1', line: 30, missing: 'categoryNotListed' },
  },
  {
    title: 'another user gives the telephone number of somebody',
    ...noticed(
      collected({
        function: 'service-use',
        purposes: ['dpv:ServiceProvision'],
        source: { kind: 'otherUser' },
        categories: ['pd:TelephoneNumber'],
      }),
    ),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'the pages somebody visits are recorded',
    ...noticed(
      collected({
        function: 'visit',
        purposes: ['dpv:ServiceProvision'],
        source: { kind: 'device' },
        categories: ['pd:BrowsingBehaviour', 'pd:Language'],
      }),
    ),
    then: { outcome: 'conforms', rule: 'COL-NOTICE', row: 'CLEX-C8', line: 26 },
  },
  {
    title: 'the device tells where somebody is',
    ...noticed(
      collected({
        function: 'visit',
        purposes: ['dpv:ServiceProvision'],
        source: { kind: 'device' },
        categories: ['pd:GPSCoordinate'],
      }),
    ),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'CLEX-C5', line: 5, missing: 'categoryNotListed' },
  },
  {
    title: 'looking at products is refused to somebody who gives nothing',
    when: unavailable({ function: 'browse-products', reason: 'requiredMissing' }),
    then: { outcome: 'violates', rule: 'COL-BROWSE', row: 'CLEX-C7', line: 30, missing: 'browsingNeedsNothing' },
  },
];
