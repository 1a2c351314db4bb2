import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { activity, answer, breach, breachNotice, FOUR_ITEMS, identityChecked, request } from '../records.ts';
import { uses, adult } from './account.ts';

const access = request('access');
const erasure = (deletionGround?: string) => request('erasure', deletionGround === undefined ? {} : { deletionGround });
const refused = (refusalGround: string, data: object = {}) => answer('refused', { refusalGround, ...data });
const phone = { categories: ['pd:TelephoneNumber'] };

export const kamoerRights: readonly PolicyCase[] = [
  {
    title: 'an answer half a year later breaks no time, for the policy names none',
    given: [access],
    when: { ...answer('fulfilled'), at: '2027-04-12T09:00:00+08:00' },
    then: { outcome: 'conforms' },
  },
  {
    title: 'data collected against the law is deleted on request',
    given: [erasure('unlawfulProcessing')],
    when: answer('fulfilled'),
    then: { outcome: 'conforms', rule: 'DEL-GROUND', row: 'KAMO-R3', line: 142 },
  },
  {
    title: 'data collected against the law is not deleted on request',
    given: [erasure('unlawfulProcessing')],
    when: refused('none'),
    then: { outcome: 'violates', rule: 'DEL-GROUND', row: 'KAMO-R3', line: 142, missing: 'deletionRefused' },
  },
  {
    title: 'data is not deleted that the list gives nobody a right to have deleted',
    given: [erasure('purposeAchieved')],
    when: refused('none'),
    then: { outcome: 'conforms' },
  },
  {
    title: 'deletion is refused, and on what ground it was asked for is not declared',
    given: [erasure()],
    when: refused('none'),
    then: { outcome: 'gap', rule: 'DEL-GROUND', row: 'KAMO-R3', line: 142, missing: 'deletionGroundNotDeclared' },
  },
  {
    title: 'why data collected against the law was not deleted is not declared',
    given: [erasure('unlawfulProcessing')],
    when: answer('refused'),
    then: { outcome: 'gap', rule: 'DEL-GROUND', row: 'KAMO-R3', line: 142, missing: 'refusalGroundNotDeclared' },
  },
  {
    title: 'somebody is not shown the own data, for no reason',
    given: [access],
    when: refused('none'),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAMO-G1', line: 132, missing: 'refusedWithoutReason' },
  },
  {
    title: 'the mobile number given at registration cannot be changed',
    given: [request('rectification')],
    when: refused('immutableRegistrationData', phone),
    then: { outcome: 'conforms', rule: 'RGT-IMMUTABLE', row: 'KAMO-G1', line: 132 },
  },
  {
    title: 'the birthday is said to be registration data that cannot be changed',
    given: [request('rectification')],
    when: refused('immutableRegistrationData', { categories: ['pd:BirthDate'] }),
    then: { outcome: 'violates', rule: 'RGT-IMMUTABLE', row: 'KAMO-G1', line: 132, missing: 'refusalNotListed' },
  },
  {
    title: 'which registration data could not be changed is not declared',
    given: [request('rectification')],
    when: refused('immutableRegistrationData'),
    then: { outcome: 'gap', rule: 'RGT-IMMUTABLE', row: 'KAMO-G1', line: 132, missing: 'immutableNotDeclared' },
  },
  {
    title: 'wrong data is not corrected, for no reason',
    given: [request('rectification')],
    when: refused('none'),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAMO-G2', line: 137, missing: 'refusedWithoutReason' },
  },
  {
    title: 'why wrong data was not corrected is not declared',
    given: [request('rectification')],
    when: answer('refused'),
    then: { outcome: 'gap', rule: 'RGT-REFUSE', row: 'KAMO-G2', line: 137, missing: 'refusalGroundNotDeclared' },
  },
  {
    title: 'an account is not cancelled, for no reason',
    given: [request('accountCancellation')],
    when: refused('none'),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAMO-G4', line: 157, missing: 'refusedWithoutReason' },
  },
  {
    title: 'a request is granted although the proof of who asks failed',
    given: [access, identityChecked('failed')],
    when: answer('fulfilled'),
    then: { outcome: 'violates', rule: 'RGT-VERIFY', row: 'KAMO-G6', line: 166, missing: 'identityNotVerified' },
  },
  {
    title: 'a request is granted after proof of who asks',
    given: [access, identityChecked('moreAsked'), identityChecked('passed')],
    when: answer('fulfilled'),
    then: { outcome: 'conforms', rule: 'RGT-VERIFY', row: 'KAMO-G6', line: 166 },
  },
  {
    title: 'data on backup tapes is too impractical to look up',
    given: [access],
    when: refused('impractical'),
    then: { outcome: 'conforms', rule: 'RGT-REFUSE', row: 'KAMO-G7', line: 168 },
  },
  {
    title: 'a repeated request costs money',
    given: [access],
    when: answer('fulfilled', { feeCharged: true, feeGround: 'repeated' }),
    then: { outcome: 'conforms', rule: 'RGT-FEE', row: 'KAMO-G7', line: 168 },
  },
  {
    title: 'a first request costs money',
    given: [access],
    when: answer('fulfilled', { feeCharged: true, feeGround: 'none' }),
    then: { outcome: 'violates', rule: 'RGT-FEE', row: 'KAMO-G7', line: 168, missing: 'feeNotAllowed' },
  },
  {
    title: 'a request touches a trade secret',
    given: [access],
    when: refused('tradeSecret'),
    then: { outcome: 'conforms', rule: 'RGT-REFUSE', row: 'KAMO-G8', line: 169 },
  },
  {
    title: 'a request is refused for a reason that is on neither list',
    given: [access],
    when: refused('manifestlyUnfounded'),
    then: { outcome: 'violates', rule: 'RGT-REFUSE', row: 'KAMO-G7', line: 168, missing: 'refusalNotListed' },
  },
];

const final = breachNotice({ phase: 'final' });
const toRegulator = breachNotice({ audience: 'regulator', channel: 'portal', contents: ['basicFacts'] });
const announced = (data: object) => breachNotice({ audience: 'public', channel: 'announcement', ...data });

export const kamoerBreaches: readonly PolicyCase[] = [
  {
    title: 'people are told of a breach by e-mail, of all four things',
    given: [breach('2026-10-12T09:00:00+08:00')],
    when: breachNotice({ channel: 'email' }),
    then: { outcome: 'conforms', rule: 'BRC-CONTENT', row: 'KAMO-B1', line: 123 },
  },
  {
    title: 'people are not told what they can do themselves',
    when: breachNotice({ contents: FOUR_ITEMS.filter((item) => item !== 'selfProtectionAdvice') }),
    then: { outcome: 'violates', rule: 'BRC-CONTENT', row: 'KAMO-B1', line: 123, missing: 'noticeItemsMissing' },
  },
  {
    title: 'the impact is said to be unknown still, and follows',
    when: breachNotice({ contents: FOUR_ITEMS.filter((item) => item !== 'impact'), unknownItems: ['impact'] }),
    then: { outcome: 'conforms', rule: 'BRC-CONTENT', row: 'KAMO-B1', line: 123 },
  },
  {
    title: 'a breach is announced although people could be told one by one',
    when: announced({ impracticable: false }),
    then: { outcome: 'violates', rule: 'BRC-FALLBACK', row: 'KAMO-B1', line: 123, missing: 'notImpracticable' },
  },
  {
    title: 'whether people could be told one by one is not declared',
    when: announced({}),
    then: { outcome: 'gap', rule: 'BRC-FALLBACK', row: 'KAMO-B1', line: 123, missing: 'impracticableNotDeclared' },
  },
  {
    title: 'the last word on a breach is said and no authority was told',
    given: [breachNotice()],
    when: final,
    then: { outcome: 'violates', rule: 'BRC-REG', row: 'KAMO-B1', line: 123, missing: 'regulatorNotTold' },
  },
  {
    title: 'the last word on a breach is said after the authority was told',
    given: [toRegulator],
    when: final,
    then: { outcome: 'conforms', rule: 'BRC-CONTENT', row: 'KAMO-B1', line: 123 },
  },
];

const change = (data: object): CaseRecord => ({
  type: 'PolicyChangeAnnounced',
  aboutNobody: true,
  data: { announcedVersion: 'kamoer-2027', channel: 'website', prominent: false, ...data },
});

export const kamoerPolicy: readonly PolicyCase[] = [
  {
    title: 'a new telephone number is posted on the page',
    when: change({ changedAspects: ['contact'] }),
    then: { outcome: 'conforms', rule: 'POL-MAJOR', row: 'KAMO-U1', line: 198 },
  },
  {
    title: 'new purposes are no more than posted on the page',
    when: change({ changedAspects: ['purpose'] }),
    then: { outcome: 'violates', rule: 'POL-MAJOR', row: 'KAMO-U1', line: 198, missing: 'notProminent' },
  },
  {
    title: 'what changes is not declared',
    when: change({}),
    then: { outcome: 'gap', rule: 'POL-MAJOR', row: 'KAMO-U1', line: 198, missing: 'changeNotDeclared' },
  },
  {
    title: 'a record names a version that was not in force',
    given: [adult],
    when: { ...uses('dpv:ServiceProvision'), policyVersion: 'kamoer-2020' },
    then: { outcome: 'violates', rule: 'POL-VERSION', row: 'KAMO-U1', line: 198, missing: 'otherVersionCited' },
  },
  {
    title: 'going on to use the products is accepting the policy',
    when: { type: 'PolicyAcceptanceDeemed', data: { by: 'continuedUse' } },
    then: { outcome: 'conforms', rule: 'POL-ACCEPTANCE', row: 'KAMO-U1', line: 198 },
  },
  {
    title: 'an activity is not encrypted where data is kept',
    when: activity({ securityMeasures: ['encryptionInTransit', 'accessControl', 'training'] }),
    then: { outcome: 'violates', rule: 'SEC-MEASURES', row: 'KAMO-SEC', line: 119, missing: 'measuresLacking' },
  },
  {
    title: 'how an activity is protected is not declared',
    when: activity({}),
    then: { outcome: 'gap', rule: 'SEC-MEASURES', row: 'KAMO-SEC', line: 119, missing: 'measuresNotDeclared' },
  },
];
