import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { consent, deleted, shared, used, withdrawal } from '../records.ts';
import { adult, collects, email, uses } from './account.ts';

const toPartner = (recipient: string, kind: string) =>
  shared({
    recipient,
    recipientKind: kind,
    ground: 'partner',
    purposes: ['dpv:CustomerOrderManagement'],
    categories: email,
  });
const threeHaveIt = [
  toPartner('kamoer-logistics', 'logistics'),
  toPartner('kamoer-payment', 'payment'),
  toPartner('kamoer-messaging', 'processor'),
];
const answered = (recipient: string, data: object): CaseRecord => ({
  type: 'RecipientDeletionAnswered',
  data: { recipient, ...data },
});
const notified = (recipient: string, data: object): CaseRecord => ({
  type: 'RecipientDeletionNotified',
  data: { recipient, ...data },
});
const asked = { deletionRequired: true };
const kept = collects('questionnaire', 'dpv:ServiceOptimisation', ['local:SurveyAnswers'], { retentionPeriod: 'P30D' });
const answersUsed = (at: string): CaseRecord => ({
  ...used({ purposes: ['dpv:ServiceOptimisation'], categories: ['local:SurveyAnswers'] }),
  at,
});
const anonymized = (data: object): CaseRecord => ({
  type: 'PersonalDataAnonymized',
  data: { categories: email, method: 'aggregation', ...data },
});
const isolated: CaseRecord = {
  type: 'BackupCopyIsolated',
  data: { backupRef: 'backup-7', datasets: ['crm'], categories: email },
};

export const kamoerDeleting: readonly PolicyCase[] = [
  {
    title: 'answers are used on the last day they are kept',
    given: [adult, { ...kept, at: '2026-10-12T10:00:00+08:00' }],
    when: answersUsed('2026-11-11T23:00:00+08:00'),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'answers are used the day after the time they are kept',
    given: [adult, { ...kept, at: '2026-10-12T10:00:00+08:00' }],
    when: answersUsed('2026-11-12T00:30:00+08:00'),
    then: { outcome: 'violates', rule: 'RET-LIMIT', row: 'KAMO-R1', line: 194, missing: 'retentionOver' },
  },
  {
    title: 'deletion is put off, and which law demands it is not named',
    when: { type: 'DeletionDeferred', data: { ground: 'legalRetention', onlyStored: true } },
    then: { outcome: 'gap', rule: 'DEL-LAW', row: 'KAMO-R1', line: 194, missing: 'lawNotNamed' },
  },
  {
    title: 'deletion is put off for no reason',
    when: { type: 'DeletionDeferred', data: { ground: 'none', onlyStored: true } },
    then: { outcome: 'violates', rule: 'DEL-LAW', row: 'KAMO-R1', line: 194, missing: 'deferralNotAllowed' },
  },
  {
    title: 'data is anonymized, and nobody vouches for it',
    when: anonymized({}),
    then: { outcome: 'gap', rule: 'ANON-EXIT', row: 'KAMO-R1', line: 194, missing: 'irreversibilityNotAttested' },
  },
  {
    title: 'data that was anonymized is used as that of a person',
    given: [adult, anonymized({ attestation: { kind: 'externalAudit' } })],
    when: uses('dpv:ServiceProvision'),
    then: { outcome: 'violates', rule: 'ANON-EXIT', row: 'KAMO-R1', line: 194, missing: 'anonymizedNamed' },
  },
  {
    title: 'anonymized data turned out to tell who it is about, and is used',
    given: [
      adult,
      anonymized({ attestation: { kind: 'externalAudit' } }),
      { type: 'ReidentificationDetected', data: { categories: email, cause: 'linkage' } },
    ],
    when: uses('dpv:ServiceProvision'),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'data is used after the account was cancelled',
    given: [adult, { type: 'AccountCancelled', data: { requestedBy: 'subject' } }],
    when: uses('dpv:ServiceProvision'),
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'KAMO-R2', line: 76, missing: 'useStopped' },
  },
  {
    title: 'one of three recipients confirms that it deleted',
    given: threeHaveIt,
    when: answered('kamoer-logistics', { outcome: 'confirmed' }),
    then: { outcome: 'conforms', rule: 'DEL-PROPAGATE', row: 'KAMO-R4', line: 144 },
  },
  {
    title: 'one of three recipients keeps the data by law',
    given: threeHaveIt,
    when: answered('kamoer-payment', { outcome: 'refused', ground: 'law' }),
    then: { outcome: 'conforms', rule: 'DEL-PROPAGATE', row: 'KAMO-R4', line: 144 },
  },
  {
    title: 'one of three recipients keeps the data without a reason',
    given: threeHaveIt,
    when: answered('kamoer-messaging', { outcome: 'refused', ground: 'none' }),
    then: { outcome: 'violates', rule: 'DEL-PROPAGATE', row: 'KAMO-R4', line: 144, missing: 'recipientKeeps' },
  },
  {
    title: 'one of three recipients keeps the data and does not say why',
    given: threeHaveIt,
    when: answered('kamoer-messaging', { outcome: 'refused' }),
    then: { outcome: 'gap', rule: 'DEL-PROPAGATE', row: 'KAMO-R4', line: 144, missing: 'exemptionNotDeclared' },
  },
  {
    title: 'data is deleted on request and one of three recipients was never told',
    given: [...threeHaveIt, notified('kamoer-logistics', asked)],
    when: deleted('subjectRequest', { categories: email, recipientsInformed: ['kamoer-payment'] }),
    then: { outcome: 'violates', rule: 'DEL-PROPAGATE', row: 'KAMO-R4', line: 144, missing: 'recipientsNotTold' },
  },
  {
    title: 'data is deleted on request and all three recipients were told',
    given: [...threeHaveIt, notified('kamoer-logistics', asked)],
    when: deleted('subjectRequest', { categories: email, recipientsInformed: ['kamoer-payment', 'kamoer-messaging'] }),
    then: { outcome: 'conforms', rule: 'DEL-PROPAGATE', row: 'KAMO-R4', line: 144 },
  },
  {
    title: 'a recipient is told of the deletion and not asked to delete',
    given: threeHaveIt,
    when: notified('kamoer-logistics', { deletionRequired: false }),
    then: { outcome: 'violates', rule: 'DEL-PROPAGATE', row: 'KAMO-R4', line: 144, missing: 'deletionNotAskedFor' },
  },
  {
    title: 'an isolated copy in a backup is used',
    given: [adult, isolated],
    when: uses('dpv:ServiceProvision', { datasets: ['crm'] }),
    then: { outcome: 'violates', rule: 'USE-STOPPED', row: 'KAMO-R5', line: 145, missing: 'useStopped' },
  },
  {
    title: 'a backup is restored and what was deleted comes back with it',
    when: { type: 'BackupRestored', aboutNobody: true, data: { backupRef: 'backup-7', redeletionDone: false } },
    then: { outcome: 'violates', rule: 'DEL-BACKUP', row: 'KAMO-R5', line: 145, missing: 'deletedCameBack' },
  },
];

const research = { purposes: ['dpv:ResearchAndDevelopment'], categories: ['pd:ServiceConsumptionBehaviour'] };

export const kamoerWithdrawal: readonly PolicyCase[] = [
  {
    title: 'consent to additional data is withdrawn, and its use goes on',
    given: [adult, consent('express', research), withdrawal({ consentRef: '$consent' })],
    when: used(research),
    then: { outcome: 'violates', rule: 'WDR-EFFECT', row: 'KAMO-G3', line: 152, missing: 'consentWithdrawn' },
  },
  {
    title: 'consent is withdrawn after the use, which does not reach back',
    given: [
      adult,
      consent('express', research),
      { ...withdrawal({ consentRef: '$consent' }), at: '2026-10-20T09:00:00+08:00' },
    ],
    when: { ...used(research), at: '2026-10-19T09:00:00+08:00' },
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAMO-M2', line: 182 },
  },
  {
    title: 'which consent was withdrawn is not on file',
    given: [adult, withdrawal({ consentRef: '$consent' })],
    when: used(research),
    then: { outcome: 'gap', rule: 'WDR-EFFECT', row: 'KAMO-G3', line: 152, missing: 'referredUnknown' },
  },
];
