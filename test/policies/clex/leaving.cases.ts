import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import {
  answer,
  breachNotice,
  consent,
  deleted,
  FOUR_ITEMS,
  identityChecked,
  noticeFor,
  request,
  used,
  withdrawal,
} from '../records.ts';
import { email, registered } from './registration.ts';

const serving = used({ purposes: ['dpv:ServiceProvision'], categories: email });
const served = { purposes: ['dpv:ServiceProvision'], categories: email };
/** The Thursday before the Mid-Autumn Festival and the National Day holidays of 2026. */
const cancelled: CaseRecord = {
  type: 'AccountCancelled',
  data: { requestedBy: 'subject' },
  at: '2026-09-24T15:00:00+08:00',
};
const gone = (at: string): CaseRecord => ({ ...deleted('accountCancelled', { categories: email }), at });
const anonymized = (data: object): CaseRecord => ({
  type: 'PersonalDataAnonymized',
  data: { categories: email, method: 'aggregation', ...data },
});
const erasure = request('erasure', { deletionGround: 'serviceEnded' });

export const clexDeleting: readonly PolicyCase[] = [
  {
    title: 'data is deleted on the fifteenth working day after the account was cancelled',
    given: [cancelled],
    when: gone('2026-10-22T23:30:00+08:00'),
    then: { outcome: 'conforms', rule: 'DEL-DEADLINE', row: 'CLEX-R3', line: 81 },
  },
  {
    title: 'data is deleted the day after the fifteenth working day',
    given: [cancelled],
    when: gone('2026-10-23T00:30:00+08:00'),
    then: { outcome: 'violates', rule: 'DEL-DEADLINE', row: 'CLEX-R3', line: 81, missing: 'deletedLate' },
  },
  {
    title: 'when the account was cancelled is not on file',
    when: gone('2026-10-23T00:30:00+08:00'),
    then: { outcome: 'gap', rule: 'DEL-DEADLINE', row: 'CLEX-R3', line: 81, missing: 'deletionCauseNotOnFile' },
  },
  {
    title: 'deletion is put off because the law demands it, and which law is named',
    when: { type: 'DeletionDeferred', data: { ground: 'legalRetention', lawRef: 'accounting-law' } },
    then: { outcome: 'conforms', rule: 'DEL-LAW', row: 'CLEX-R1', line: 79 },
  },
  {
    title: 'deletion is put off for no reason',
    when: { type: 'DeletionDeferred', data: { ground: 'none' } },
    then: { outcome: 'violates', rule: 'DEL-LAW', row: 'CLEX-R1', line: 79, missing: 'deferralNotAllowed' },
  },
  {
    title: 'data that was anonymized is used as that of a person',
    given: [anonymized({ attestation: { kind: 'externalAudit' } })],
    when: serving,
    then: { outcome: 'violates', rule: 'ANON-EXIT', row: 'CLEX-R4', line: 82, missing: 'anonymizedNamed' },
  },
  {
    title: 'data is anonymized, and nobody vouches for it',
    when: anonymized({}),
    then: { outcome: 'gap', rule: 'ANON-EXIT', row: 'CLEX-R4', line: 82, missing: 'irreversibilityNotAttested' },
  },
  {
    title: 'a service ended for good, and its data is not deleted on request',
    given: [erasure],
    when: answer('refused', { refusalGround: 'none' }),
    then: { outcome: 'violates', rule: 'DEL-GROUND', row: 'CLEX-R5', line: 97, missing: 'deletionRefused' },
  },
  {
    title: 'data is used after its deletion was granted',
    given: [erasure, answer('fulfilled')],
    when: serving,
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'CLEX-R6', line: 101, missing: 'useStopped' },
  },
  {
    title: 'somebody comes back after deletion was granted, and new data is used',
    given: [erasure, answer('fulfilled'), noticeFor(registered), registered],
    when: serving,
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'CLEX-P1', line: 39 },
  },
  {
    title: 'a backup is restored and what was deleted comes back with it',
    when: { type: 'BackupRestored', aboutNobody: true, data: { backupRef: 'backup-7', redeletionDone: false } },
    then: { outcome: 'violates', rule: 'DEL-BACKUP', row: 'CLEX-R7', line: 102, missing: 'deletedCameBack' },
  },
  {
    title: 'consent to be served is withdrawn and the use goes on',
    given: [consent('express', served), withdrawal({ consentRef: '$consent' })],
    when: serving,
    then: { outcome: 'violates', rule: 'WDR-EFFECT', row: 'CLEX-G1', line: 104, missing: 'consentWithdrawn' },
  },
];

const access = request('access');
const misuse = request('misuseReport');

export const clexRights: readonly PolicyCase[] = [
  {
    title: 'a request is granted although the proof of who asks failed',
    given: [access, identityChecked('failed')],
    when: answer('fulfilled'),
    then: { outcome: 'violates', rule: 'RGT-VERIFY', row: 'CLEX-G2', line: 127, missing: 'identityNotVerified' },
  },
  {
    title: 'the answer comes on the fifteenth working day',
    given: [access],
    when: { ...answer('fulfilled'), at: '2026-11-02T23:00:00+08:00' },
    then: { outcome: 'conforms', rule: 'RGT-DUE', row: 'CLEX-G3', line: 127 },
  },
  {
    title: 'the answer comes on the sixteenth working day',
    given: [access],
    when: { ...answer('fulfilled'), at: '2026-11-03T09:00:00+08:00' },
    then: { outcome: 'violates', rule: 'RGT-DUE', row: 'CLEX-G3', line: 127, missing: 'answeredLate' },
  },
  {
    title: 'whether the answer is late turns on holidays that are not announced',
    given: [{ ...access, at: '2026-12-21T09:00:00+08:00' }],
    when: { ...answer('fulfilled'), at: '2027-01-12T09:00:00+08:00' },
    then: { outcome: 'gap', rule: 'RGT-DUE', row: 'CLEX-G3', line: 127, missing: 'calendarEnds' },
  },
  {
    title: 'a report of misuse by somebody who is not registered is refused',
    given: [misuse, identityChecked('mismatch')],
    when: answer('refused', { refusalGround: 'identityMismatch' }),
    then: { outcome: 'conforms', rule: 'RGT-DUE', row: 'CLEX-G3', line: 127 },
  },
  {
    title: 'a report of misuse is refused for no reason',
    given: [misuse],
    when: answer('refused', { refusalGround: 'none' }),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'CLEX-G4', line: 91, missing: 'refusedWithoutReason' },
  },
];

export const clexBreaches: readonly PolicyCase[] = [
  {
    title: 'people are told of a breach by telephone, of all four things',
    when: breachNotice({ channel: 'telephone' }),
    then: { outcome: 'conforms', rule: 'BRC-CONTENT', row: 'CLEX-B1', line: 87 },
  },
  {
    title: 'people are not told what a breach may lead to',
    when: breachNotice({ contents: FOUR_ITEMS.filter((item) => item !== 'impact') }),
    then: { outcome: 'violates', rule: 'BRC-CONTENT', row: 'CLEX-B1', line: 87, missing: 'noticeItemsMissing' },
  },
  {
    title: 'people find out of a breach in a portal',
    when: breachNotice({ channel: 'portal' }),
    then: { outcome: 'violates', rule: 'BRC-CHANNEL', row: 'CLEX-B2', line: 87, missing: 'channelNotListed' },
  },
  {
    title: 'whether people could be told one by one is not declared',
    when: breachNotice({ audience: 'public', channel: 'announcement' }),
    then: { outcome: 'gap', rule: 'BRC-FALLBACK', row: 'CLEX-B3', line: 87, missing: 'impracticableNotDeclared' },
  },
  {
    title: 'the last word on a breach is said and no authority was told',
    given: [breachNotice()],
    when: breachNotice({ phase: 'final' }),
    then: { outcome: 'violates', rule: 'BRC-REG', row: 'CLEX-B4', line: 87, missing: 'regulatorNotTold' },
  },
];
