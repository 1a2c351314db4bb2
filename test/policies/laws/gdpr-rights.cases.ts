import type { CaseRecord } from '../policy-case.ts';
import { answer, breach, breachNotice, consent, request, used } from '../records.ts';
import { email, gap, SERVICE, violates } from './law-case.ts';
import type { LawCase } from './law-case.ts';

/** A refusal that says itself that it has no ground, with reasons and the way to complain told. */
const refused = (data: CaseRecord['data'] = {}) =>
  answer('refused', { refusalGround: 'none', reasonsGiven: true, complaintRouteGiven: true, ...data });
const refusal = (right: string, law: string): LawCase => ({
  title: `a request for ${right} is refused without a ground`,
  given: [request(right)],
  when: refused(),
  then: violates(law, 'RGT-REFUSE', 'refusedWithoutReason'),
});
const ACCESS = ['purposes', 'categories', 'recipients', 'retention', 'rights', 'complaintRoute'];
const extension = (data: CaseRecord['data'] = {}): CaseRecord => ({
  type: 'RightsRequestExtended',
  data: { requestId: 'request-1', reason: 'complexity', subjectTold: true, ...data },
});
const restricted: CaseRecord = {
  type: 'ProcessingRestricted',
  data: { ground: 'accuracyContested', categories: email },
};
const use = used({ purposes: [SERVICE], categories: email, legalBasis: 'eu-gdpr:A6-1-f' });
const known = breach('2026-10-12T08:00:00+08:00');
const toAuthority = (data: CaseRecord['data'] = {}) =>
  breachNotice({
    audience: 'regulator',
    channel: 'portal',
    contents: [
      'nature',
      'subjectCategories',
      'subjectCount',
      'recordCount',
      'likelyConsequences',
      'contact',
      'measuresTaken',
    ],
    ...data,
  });
const toPeople = (data: CaseRecord['data'] = {}) =>
  breachNotice({ contents: ['nature', 'dpoContact', 'likelyConsequences', 'measuresTaken'], ...data });
const later = '2026-10-16T09:00:00+08:00';

/** GDPR Art. 12 to 21, 33, 34: what people ask for, and who is told of a breach. */
export const gdprRights: readonly LawCase[] = [
  {
    title: 'Art. 12(3): an answer after forty days',
    given: [request('rectification')],
    when: { ...answer('fulfilled'), at: '2026-11-21T09:00:00+08:00' },
    then: violates('EU-GDPR-12-3', 'RGT-DUE', 'answeredLate'),
  },
  {
    title: 'Art. 12(3): the same after more time was taken, and told of',
    given: [request('rectification'), extension()],
    when: { ...answer('fulfilled'), at: '2026-11-21T09:00:00+08:00' },
    then: 'conforms',
  },
  {
    title: 'Art. 12(3): two months more are taken, and told of, within the first',
    given: [request('rectification')],
    when: extension({ extendedBy: 'P2M' }),
    then: 'conforms',
  },
  {
    title: 'Art. 12(3): more time is taken when the month is over',
    given: [request('rectification')],
    when: { ...extension(), at: '2026-11-21T09:00:00+08:00' },
    then: violates('EU-GDPR-12-3', 'RGT-DUE', 'extendedLate'),
  },
  {
    title: 'Art. 12(3): more time is taken, and nobody told who asked',
    given: [request('rectification')],
    when: extension({ subjectTold: false }),
    then: violates('EU-GDPR-12-3', 'RGT-DUE', 'extensionNotTold'),
  },
  {
    title: 'Art. 12(3): three months more are taken',
    given: [request('rectification')],
    when: extension({ extendedBy: 'P3M' }),
    then: violates('EU-GDPR-12-3', 'RGT-DUE', 'extendedTooLong'),
  },
  {
    title: 'Art. 12(3): the new day is more than three months after the request',
    given: [request('rectification')],
    when: extension({ dueAt: '2027-02-01T09:00:00+08:00' }),
    then: violates('EU-GDPR-12-3', 'RGT-DUE', 'extendedTooLong'),
  },
  {
    title: 'Art. 12(3): more time is taken a second time, told of within the first month as well',
    given: [request('rectification'), extension({ extendedBy: 'P1M' })],
    when: extension({ extendedBy: 'P2M' }),
    then: violates('EU-GDPR-12-3', 'RGT-DUE', 'extendedAgain'),
  },
  {
    title: 'Art. 12(3): more time is taken after a try that nobody was told of',
    given: [request('rectification'), extension({ extendedBy: 'P1M', subjectTold: false })],
    when: extension({ extendedBy: 'P2M' }),
    then: 'conforms',
  },
  {
    title: 'Art. 12(4): refused for being unrealistic',
    given: [request('access')],
    when: refused({ refusalGround: 'unrealistic' }),
    then: violates('EU-GDPR-12-4', 'RGT-REFUSE', 'refusalNotListed'),
  },
  {
    title: 'Art. 12(4): it was not said where to complain',
    given: [request('access')],
    when: refused({ refusalGround: 'excessive', complaintRouteGiven: false }),
    then: violates('EU-GDPR-12-4', 'RGT-REFUSE', 'reasonsNotGiven'),
  },
  {
    title: 'Art. 12(5): money is asked for without a ground',
    given: [request('rectification')],
    when: answer('fulfilled', { feeCharged: true, feeGround: 'none' }),
    then: violates('EU-GDPR-12-5', 'RGT-FEE', 'feeNotAllowed'),
  },
  {
    title: 'Art. 12(6): granted although who asks was doubted and never shown',
    given: [request('rectification', { identityCheckRequired: true })],
    when: answer('fulfilled'),
    then: violates('EU-GDPR-12-6', 'RGT-VERIFY', 'identityNotVerified'),
  },
  refusal('access', 'EU-GDPR-15'),
  refusal('rectification', 'EU-GDPR-16'),
  refusal('restriction', 'EU-GDPR-18'),
  refusal('portability', 'EU-GDPR-20'),
  refusal('objection', 'EU-GDPR-21-1'),
  {
    title: 'Art. 15: the answer told nothing of recipients',
    given: [request('access')],
    when: answer('fulfilled', { copyProvided: true, itemsTold: ACCESS.filter((item) => item !== 'recipients') }),
    then: violates('EU-GDPR-15', 'RGT-CONTENT', 'answerLacks'),
  },
  {
    title: 'Art. 15: whether a copy was handed over is not declared',
    given: [request('access')],
    when: answer('fulfilled', { itemsTold: ACCESS }),
    then: gap('EU-GDPR-15', 'RGT-CONTENT', 'answerNotDeclared'),
  },
  {
    title: 'Art. 15: the whole answer',
    given: [request('access')],
    when: answer('fulfilled', { copyProvided: true, itemsTold: ACCESS }),
    then: 'conforms',
  },
  {
    title: 'Art. 17: erasure of what was processed unlawfully is refused',
    given: [request('erasure', { deletionGround: 'unlawfulProcessing' })],
    when: refused(),
    then: violates('EU-GDPR-17', 'DEL-GROUND', 'deletionRefused'),
  },
  {
    title: 'Art. 18(2): restricted data is used',
    given: [restricted],
    when: use,
    then: violates('EU-GDPR-18', 'USE-STOPPED', 'useStopped'),
  },
  {
    title: 'Art. 18(2): restricted data is used with consent given since',
    given: [restricted, consent('express', { purposes: [SERVICE], categories: email })],
    when: use,
    then: 'conforms',
  },
  {
    title: 'Art. 20: a copy that no machine reads',
    given: [request('portability')],
    when: answer('fulfilled', { machineReadable: false }),
    then: violates('EU-GDPR-20', 'RGT-CONTENT', 'answerLacks'),
  },
  {
    title: 'Art. 33(1): the authority is told after four days',
    given: [known],
    when: { ...toAuthority(), at: later },
    then: violates('EU-GDPR-33-1', 'BRC-DUE', 'noticeLate'),
  },
  {
    title: 'Art. 33(1): the same with the reason why',
    given: [known],
    when: { ...toAuthority({ lateBecause: 'investigation' }), at: later },
    then: 'conforms',
  },
  {
    title: 'Art. 33(1): it is told on the third day, which the proposal of 2025 would not hasten',
    given: [known],
    when: { ...toAuthority(), at: '2026-10-15T07:00:00+08:00' },
    then: 'conforms',
  },
  {
    title: 'Art. 33(3): the authority is not told how many people',
    given: [known],
    when: toAuthority({
      contents: ['nature', 'subjectCategories', 'recordCount', 'likelyConsequences', 'contact', 'measuresTaken'],
    }),
    then: violates('EU-GDPR-33-3', 'BRC-CONTENT', 'noticeItemsMissing'),
  },
  {
    title: 'Art. 33(4): how many people is said to be unknown still',
    given: [known],
    when: toAuthority({
      contents: ['nature', 'subjectCategories', 'recordCount', 'likelyConsequences', 'contact', 'measuresTaken'],
      unknownItems: ['subjectCount'],
    }),
    then: 'conforms',
  },
  {
    title: 'Art. 34(2): people are not told what may come of it',
    given: [known],
    when: toPeople({ contents: ['nature', 'dpoContact', 'measuresTaken'] }),
    then: violates('EU-GDPR-34-2', 'BRC-CONTENT', 'noticeItemsMissing'),
  },
  {
    title: 'Art. 34(3)(c): announced although people could be told one by one',
    given: [known],
    when: toPeople({ channel: 'announcement', impracticable: false }),
    then: violates('EU-GDPR-34-3', 'BRC-FALLBACK', 'notImpracticable'),
  },
];
