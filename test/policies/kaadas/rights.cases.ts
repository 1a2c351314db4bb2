import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { activity, answer, breach, breachNotice, FOUR_ITEMS, identityChecked, request } from '../records.ts';
import { adult, uses } from './account.ts';

const access = request('access');
const verified = { ...identityChecked('passed'), at: '2026-10-14T09:00:00+08:00' };
const refused = (refusalGround: string) => answer('refused', { refusalGround });

export const kaadasRights: readonly PolicyCase[] = [
  {
    title: 'somebody is not shown the own data, for no reason',
    given: [access],
    when: refused('none'),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAAD-G1', line: 163, missing: 'refusedWithoutReason' },
  },
  {
    title: 'an employee is sent to the employer for a correction',
    given: [request('rectification', { receivedFrom: 'employee' })],
    when: answer('forwardedToEmployer'),
    then: { outcome: 'conforms', rule: 'RGT-DUE', row: 'KAAD-G3', line: 193 },
  },
  {
    title: 'somebody who is no employee is sent to an employer',
    given: [request('rectification')],
    when: answer('forwardedToEmployer'),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAAD-G2', line: 165, missing: 'forwardingNotAllowed' },
  },
  {
    title: 'the answer comes on the fifteenth day after it was known who asks',
    given: [access, verified],
    when: { ...answer('fulfilled'), at: '2026-10-29T23:00:00+08:00' },
    then: { outcome: 'conforms', rule: 'RGT-VERIFY', row: 'KAAD-G3', line: 193 },
  },
  {
    title: 'the answer comes on the sixteenth day after it was known who asks',
    given: [access, verified],
    when: { ...answer('fulfilled'), at: '2026-10-30T00:30:00+08:00' },
    then: { outcome: 'violates', rule: 'RGT-DUE', row: 'KAAD-G3', line: 193, missing: 'answeredLate' },
  },
  {
    title: 'no proof was needed of who asks, and the answer comes on the twentieth day',
    given: [request('access', { identityCheckRequired: false })],
    when: { ...refused('unrealistic'), at: '2026-11-01T09:00:00+08:00' },
    then: { outcome: 'violates', rule: 'RGT-DUE', row: 'KAAD-G3', line: 193, missing: 'answeredLate' },
  },
  {
    title: 'a request is granted before it is known who asks',
    given: [access],
    when: answer('fulfilled'),
    then: { outcome: 'violates', rule: 'RGT-VERIFY', row: 'KAAD-G3', line: 193, missing: 'identityNotVerified' },
  },
  {
    title: 'an answer is recorded to a request nobody recorded',
    given: [verified],
    when: answer('fulfilled'),
    then: { outcome: 'gap', rule: 'RGT-DUE', row: 'KAAD-G3', line: 193, missing: 'requestNotOnFile' },
  },
  {
    title: 'what is asked for has nothing to do with who asks',
    given: [access],
    when: refused('notLinkedToIdentity'),
    then: { outcome: 'conforms', rule: 'RGT-DUE', row: 'KAAD-G3', line: 193 },
  },
  {
    title: 'a request is refused for a trade secret, which the list does not have',
    given: [access],
    when: refused('tradeSecret'),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAAD-G4', line: 195, missing: 'refusalNotListed' },
  },
  {
    title: 'why money was asked for is not declared',
    given: [access, verified],
    when: answer('fulfilled', { feeCharged: true }),
    then: { outcome: 'gap', rule: 'RGT-FEE', row: 'KAAD-G4', line: 195, missing: 'feeGroundNotDeclared' },
  },
  {
    title: 'data of somebody who cancelled the account is not deleted on request',
    given: [request('erasure', { deletionGround: 'accountCancelled' })],
    when: refused('none'),
    then: { outcome: 'violates', rule: 'DEL-GROUND', row: 'KAAD-R3', line: 173, missing: 'deletionRefused' },
  },
];

const known = breach('2026-10-12T09:00:00+08:00');
const pushed = (data: object = {}) => breachNotice({ channel: 'inPlatformPush', ...data });

export const kaadasBreaches: readonly PolicyCase[] = [
  {
    title: 'people are told by push on the tenth day',
    given: [known],
    when: { ...pushed(), at: '2026-10-22T23:00:00+08:00' },
    then: { outcome: 'conforms', rule: 'BRC-CONTENT', row: 'KAAD-B2', line: 157 },
  },
  {
    title: 'people are told by push on the eleventh day',
    given: [known],
    when: { ...pushed(), at: '2026-10-23T00:30:00+08:00' },
    then: { outcome: 'violates', rule: 'BRC-DUE', row: 'KAAD-B1', line: 157, missing: 'noticeLate' },
  },
  {
    title: 'when the breach was known is not on file',
    when: pushed(),
    then: { outcome: 'gap', rule: 'BRC-DUE', row: 'KAAD-B1', line: 157, missing: 'breachNotOnFile' },
  },
  {
    title: 'people are told by e-mail, which the policy does not promise',
    given: [known],
    when: pushed({ channel: 'email' }),
    then: { outcome: 'violates', rule: 'BRC-CHANNEL', row: 'KAAD-B2', line: 157, missing: 'channelNotListed' },
  },
  {
    title: 'people are told of no remedies',
    given: [known],
    when: pushed({ contents: FOUR_ITEMS.filter((item) => item !== 'remedies') }),
    then: { outcome: 'violates', rule: 'BRC-CONTENT', row: 'KAAD-B2', line: 157, missing: 'noticeItemsMissing' },
  },
];

const change = (data: object): CaseRecord => ({
  type: 'PolicyChangeAnnounced',
  aboutNobody: true,
  data: { announcedVersion: 'kaadas-2027', channel: 'app', prominent: true, changedAspects: ['purpose'], ...data },
});
const dates = { updateDate: '2026-12-01', effectiveDate: '2027-01-01' };

export const kaadasPolicy: readonly PolicyCase[] = [
  {
    title: 'a change is announced in Chinese with both dates',
    when: change({ ...dates, language: 'zh' }),
    then: { outcome: 'conforms', rule: 'POL-MAJOR', row: 'KAAD-U1', line: 189 },
  },
  {
    title: 'a change is announced without the day from which it applies',
    when: change({ updateDate: '2026-12-01' }),
    then: { outcome: 'violates', rule: 'POL-MAJOR', row: 'KAAD-U1', line: 189, missing: 'datesNotGiven' },
  },
  {
    title: 'a change is announced in English alone, and the Chinese text prevails',
    when: change({ ...dates, language: 'en' }),
    then: { outcome: 'gap', rule: 'POL-LANG', row: 'KAAD-U2', line: 207, missing: 'prevailingTextNotAnnounced' },
  },
  {
    title: 'a record names a version that was not in force',
    given: [adult],
    when: { ...uses(), policyVersion: 'kaadas-2019' },
    then: { outcome: 'violates', rule: 'POL-VERSION', row: 'KAAD-U1', line: 189, missing: 'otherVersionCited' },
  },
  {
    title: 'an activity has no plan for incidents',
    when: activity({
      securityMeasures: [
        'classifiedProtection',
        'certification',
        'encryptionInTransit',
        'encryptionAtRest',
        'accessControl',
        'masking',
        'isolation',
      ],
    }),
    then: { outcome: 'violates', rule: 'SEC-MEASURES', row: 'KAAD-SEC', line: 149, missing: 'measuresLacking' },
  },
];
