import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { consent, deleted, shared, withdrawal } from '../records.ts';
import { adult, collects, email, uses, vetted } from './account.ts';

const partner = 'kaadas-enterprise-apps';
const hasIt = shared({
  recipient: partner,
  recipientKind: 'enterpriseApp',
  ground: 'requestedService',
  purposes: ['local:EnterpriseCollaboration'],
  categories: email,
});
const anonymized = (data: object = {}): CaseRecord => ({
  type: 'PersonalDataAnonymized',
  data: { categories: email, method: 'kAnonymity', attestation: { kind: 'internalReview' }, ...data },
});
const toApp = shared({ ...hasIt.data, enabledBy: 'subject' });
const kept = collects('platform-use', email, { retentionPeriod: 'P1Y' });
const terminated = (permanently: boolean): CaseRecord => ({
  type: 'ServiceTerminated',
  aboutNobody: true,
  data: { permanently },
});
const conforms: PolicyCase['then'] = { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAAD-M1', line: 201 };
const served = { purposes: ['dpv:ServiceProvision'], categories: email };

export const kaadasDeleting: readonly PolicyCase[] = [
  {
    title: 'data is used after the account was cancelled',
    given: [adult, { type: 'AccountCancelled', data: { requestedBy: 'subject' } }],
    when: uses(),
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'KAAD-R1', line: 145, missing: 'useStopped' },
  },
  {
    title: 'data is used after the authorisation for it was closed',
    given: [adult, consent('express', served), withdrawal({ scope: served })],
    when: uses(),
    then: { outcome: 'violates', rule: 'WDR-EFFECT', row: 'KAAD-R1', line: 145, missing: 'consentWithdrawn' },
  },
  {
    title: 'data is used within the year it is kept',
    given: [adult, { ...kept, at: '2026-10-12T10:00:00+08:00' }],
    when: { ...uses(), at: '2027-10-12T20:00:00+08:00' },
    then: conforms,
  },
  {
    title: 'data is used after the year it is kept',
    given: [adult, { ...kept, at: '2026-10-12T10:00:00+08:00' }],
    when: { ...uses(), at: '2027-10-13T08:00:00+08:00' },
    then: { outcome: 'violates', rule: 'RET-LIMIT', row: 'KAAD-R1', line: 145, missing: 'retentionOver' },
  },
  {
    title: 'data that was anonymized is shared as that of a person',
    given: [adult, ...vetted(partner), anonymized()],
    when: toApp,
    then: { outcome: 'violates', rule: 'ANON-EXIT', row: 'KAAD-R1', line: 145, missing: 'anonymizedNamed' },
  },
  {
    title: 'anonymized data turned out to tell who it is about, and is shared',
    given: [
      adult,
      ...vetted(partner),
      anonymized(),
      { type: 'ReidentificationDetected', data: { categories: email, cause: 'weakMethod' } },
    ],
    when: toApp,
    then: conforms,
  },
  {
    title: 'nobody vouches that anonymized data cannot be restored',
    when: anonymized({ attestation: undefined }),
    then: { outcome: 'gap', rule: 'ANON-EXIT', row: 'KAAD-R1', line: 145, missing: 'irreversibilityNotAttested' },
  },
  {
    title: 'deletion is put off for no reason',
    when: { type: 'DeletionDeferred', data: { ground: 'none' } },
    then: { outcome: 'violates', rule: 'DEL-LAW', row: 'KAAD-R1', line: 145, missing: 'deferralNotAllowed' },
  },
  {
    title: 'data is used after the platform was shut down for good',
    given: [adult, terminated(true)],
    when: uses(),
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'KAAD-R2', line: 145, missing: 'useStopped' },
  },
  {
    title: 'data is used after the platform was shut down for the time being',
    given: [adult, terminated(false)],
    when: uses(),
    then: conforms,
  },
  {
    title: 'a recipient cannot delete, and says so',
    given: [adult, hasIt],
    when: { type: 'RecipientDeletionAnswered', data: { recipient: partner, outcome: 'refused', ground: 'impossible' } },
    then: { outcome: 'conforms', rule: 'DEL-PROPAGATE', row: 'KAAD-R4', line: 183 },
  },
  {
    title: 'whether the recipient was told is not declared when data is deleted on request',
    given: [adult, hasIt],
    when: deleted('subjectRequest', { categories: email }),
    then: { outcome: 'gap', rule: 'DEL-PROPAGATE', row: 'KAAD-R4', line: 183, missing: 'recipientsToldNotDeclared' },
  },
  {
    title: 'the recipient was left out when data was deleted on request',
    given: [adult, hasIt],
    when: deleted('subjectRequest', { categories: email, recipientsInformed: ['autonavi'] }),
    then: { outcome: 'violates', rule: 'DEL-PROPAGATE', row: 'KAAD-R4', line: 183, missing: 'recipientsNotTold' },
  },
  {
    title: 'an isolated copy in a backup is used',
    given: [
      adult,
      { type: 'BackupCopyIsolated', data: { backupRef: 'backup-7', datasets: ['crm'], categories: email } },
    ],
    when: uses({ datasets: ['crm'] }),
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'KAAD-R5', line: 185, missing: 'useStopped' },
  },
  {
    title: 'a backup is restored and what was deleted since is deleted again',
    when: { type: 'BackupRestored', aboutNobody: true, data: { backupRef: 'backup-7', redeletionDone: true } },
    then: { outcome: 'conforms', rule: 'DEL-BACKUP', row: 'KAAD-R5', line: 185 },
  },
];
