import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { consent, noticeFor, used, withdrawal } from '../records.ts';
import { email, registered } from './registration.ts';

const purposeAllowed = (title: string, purpose: string, row: string, line: number): PolicyCase => ({
  title,
  when: used({ purposes: [purpose], categories: email }),
  then: { outcome: 'conforms', rule: 'USE-PURPOSE', row, line },
});
const personalising = used({ purposes: ['dpv:ServicePersonalisation'], categories: email });
const marketing = used({ purposes: ['dpv:Marketing'], categories: email });
const marketingScope = { purposes: ['dpv:Marketing'], categories: email };

export const clexUsing: readonly PolicyCase[] = [
  purposeAllowed('data is used to provide the service', 'dpv:ServiceProvision', 'CLEX-P1', 39),
  purposeAllowed('data is used for support', 'dpv:CustomerCare', 'CLEX-P2', 40),
  purposeAllowed('data is used for internal management', 'local:InternalManagement', 'CLEX-P4', 42),
  purposeAllowed('data is used in a dispute over the agreement', 'dpv:DisputeManagement', 'CLEX-P5', 43),
  purposeAllowed('data is used to find fraud', 'dpv:FraudPreventionAndDetection', 'CLEX-P6', 44),
  purposeAllowed('data is used to contact somebody with a problem', 'dpv:CommunicationForCustomerCare', 'CLEX-P7', 45),
  purposeAllowed('data is used for a portrait of the user', 'local:UserPortrait', 'CLEX-P8', 46),
  {
    title: 'a service somebody asked for is personalised as the notice told',
    given: [{ type: 'NoticeGiven', data: { purposes: ['dpv:ServicePersonalisation'], categories: email } }],
    when: personalising,
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'CLEX-P3', line: 41 },
  },
  {
    title: 'the service is personalised and no notice told so',
    when: personalising,
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47, missing: 'consentMissing' },
  },
  {
    title: 'data is used for marketing with permission',
    given: [consent('express', marketingScope)],
    when: marketing,
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47 },
  },
  {
    title: 'data is used for marketing without permission',
    when: marketing,
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47, missing: 'consentMissing' },
  },
  {
    title: 'permission for marketing is only implied by use',
    given: [consent('implied', marketingScope)],
    when: marketing,
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47, missing: 'consentTooWeak' },
  },
  {
    title: 'permission for marketing was withdrawn an hour before',
    given: [consent('express', marketingScope), withdrawal({ consentRef: '$consent' })],
    when: marketing,
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47, missing: 'consentEnded' },
  },
  {
    title: 'permission for marketing had expired',
    given: [consent('express', marketingScope, { expiresAt: '2026-10-12T09:30:00+08:00' })],
    when: marketing,
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47, missing: 'consentEnded' },
  },
  {
    title: 'permission for marketing is withdrawn afterwards, which does not reach back',
    given: [
      consent('express', marketingScope),
      { ...withdrawal({ consentRef: '$consent' }), at: '2026-10-13T09:00:00+08:00' },
    ],
    when: { ...marketing, at: '2026-10-12T12:00:00+08:00' },
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47 },
  },
  {
    title: 'the permission a use for marketing relies on is not on file',
    when: used({ ...marketing.data, consentRef: '$consent' }),
    then: { outcome: 'gap', rule: 'USE-PURPOSE', row: 'CLEX-P9', line: 47, missing: 'referredUnknown' },
  },
];

const cancelled: CaseRecord = { type: 'AccountCancelled', data: { requestedBy: 'subject' } };
const serving = used({ purposes: ['dpv:ServiceProvision'], categories: email });

export const clexStopping: readonly PolicyCase[] = [
  {
    title: 'data is used after the account was cancelled',
    given: [cancelled],
    when: serving,
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'CLEX-R3', line: 81, missing: 'useStopped' },
  },
  {
    title: 'somebody comes back after cancelling, and new data is used',
    given: [cancelled, noticeFor(registered), registered],
    when: serving,
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'CLEX-P1', line: 39 },
  },
  {
    title: 'an isolated copy in a backup is used',
    given: [{ type: 'BackupCopyIsolated', data: { backupRef: 'backup-7', datasets: ['crm'], categories: email } }],
    when: used({ ...serving.data, datasets: ['crm'] }),
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'CLEX-R7', line: 102, missing: 'useStopped' },
  },
  {
    title: 'an isolated copy is used after it was cleared from the backup',
    given: [
      { type: 'BackupCopyIsolated', data: { backupRef: 'backup-7', datasets: ['crm'], categories: email } },
      { type: 'BackupCopyCleared', data: { backupRef: 'backup-7', outcome: 'anonymized' } },
    ],
    when: used({ ...serving.data, datasets: ['crm'] }),
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'CLEX-P1', line: 39 },
  },
];
