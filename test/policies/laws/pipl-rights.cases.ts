import type { CaseRecord } from '../policy-case.ts';
import { answer, breach, breachNotice, request } from '../records.ts';
import { gap, violates } from './law-case.ts';
import type { LawCase } from './law-case.ts';

/** A refusal that says itself that it has no ground, with reasons told. */
const refused = (data: CaseRecord['data'] = {}) =>
  answer('refused', { refusalGround: 'none', reasonsGiven: true, complaintRouteGiven: true, ...data });
const refusal = (right: string, law: string): LawCase => ({
  title: `a request for ${right} is refused without a ground`,
  given: [request(right)],
  when: refused(),
  then: violates(law, 'RGT-REFUSE', 'refusedWithoutReason'),
});
const told = ['categories', 'cause', 'impact', 'measuresTaken', 'selfProtectionAdvice', 'contact'];

/** PIPL Art. 44 to 50, 57: what people ask for, and what they are told of a leak. */
export const piplRights: readonly LawCase[] = [
  refusal('restriction', 'CN-PIPL-44'),
  refusal('access', 'CN-PIPL-45'),
  refusal('completion', 'CN-PIPL-46'),
  refusal('explanation', 'CN-PIPL-48'),
  {
    title: 'Art. 44: data whose use was restricted is used',
    given: [{ type: 'ProcessingRestricted', data: { ground: 'accuracyContested', categories: ['pd:EmailAddress'] } }],
    when: {
      type: 'PersonalDataUsed',
      data: {
        ...{ operation: 'dpv:Use', purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddress'] },
        legalBasis: 'dpv:Contract',
      },
    },
    then: violates('CN-PIPL-44', 'USE-STOPPED', 'useStopped'),
  },
  {
    title: 'Art. 45: whether a copy was handed over is not declared',
    given: [request('copy')],
    when: answer('fulfilled'),
    then: gap('CN-PIPL-45', 'RGT-CONTENT', 'answerNotDeclared'),
  },
  {
    title: 'Art. 47(1): deletion after consent was withdrawn is refused',
    given: [request('erasure', { deletionGround: 'consentWithdrawn' })],
    when: refused(),
    then: violates('CN-PIPL-47-1', 'DEL-GROUND', 'deletionRefused'),
  },
  {
    title: 'Art. 47(2): more is done with what a law keeps',
    when: { type: 'DeletionDeferred', data: { ground: 'legalRetention', lawRef: 'accounting-law', onlyStored: false } },
    then: violates('CN-PIPL-47-2', 'DEL-LAW', 'notOnlyStored'),
  },
  {
    title: 'Art. 47(2): a backup brings back what had been deleted',
    when: { type: 'BackupRestored', aboutNobody: true, data: { backupRef: 'backup-7', redeletionDone: false } },
    then: violates('CN-PIPL-47-2', 'DEL-BACKUP', 'deletedCameBack'),
  },
  {
    title: 'Art. 73(4): anonymised data is used as that of a person',
    given: [
      {
        type: 'PersonalDataAnonymized',
        data: { categories: ['pd:EmailAddress'], method: 'aggregation', attestation: { kind: 'externalAudit' } },
      },
    ],
    when: {
      type: 'PersonalDataUsed',
      data: {
        ...{ operation: 'dpv:Use', purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddress'] },
        legalBasis: 'dpv:Contract',
      },
    },
    then: violates('CN-PIPL-73', 'ANON-EXIT', 'anonymizedNamed'),
  },
  {
    title: 'Art. 50: a refusal gave no reasons',
    given: [request('access')],
    when: refused({ refusalGround: 'secrecyRequiredByLaw', reasonsGiven: false }),
    then: violates('CN-PIPL-50', 'RGT-REFUSE', 'reasonsNotGiven'),
  },
  {
    title: 'Art. 50: a refusal for secrecy gave its reasons',
    given: [request('access')],
    when: refused({ refusalGround: 'secrecyRequiredByLaw' }),
    then: 'conforms',
  },
  {
    title: 'Art. 57: people were not told whom to ask',
    given: [breach('2026-10-12T08:00:00+08:00')],
    when: breachNotice({ contents: told.filter((item) => item !== 'contact') }),
    then: violates('CN-PIPL-57', 'BRC-CONTENT', 'noticeItemsMissing'),
  },
  {
    title: 'Art. 57: people had their last word on it, and the authority its first not yet',
    given: [breach('2026-10-12T08:00:00+08:00')],
    when: breachNotice({ contents: told, phase: 'final' }),
    then: violates('CN-PIPL-57', 'BRC-REG', 'regulatorNotTold'),
  },
  {
    title: 'Art. 57: people were told all of it',
    given: [breach('2026-10-12T08:00:00+08:00')],
    when: breachNotice({ contents: told }),
    then: 'conforms',
  },
];
