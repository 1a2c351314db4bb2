import type { PolicyCase } from '../policy-case.ts';
import { activity, consent, withdrawal } from '../records.ts';
import { email, uses } from './visit.ts';

const allowed = (title: string, purpose: string, row: string, line: number): PolicyCase => ({
  title,
  when: uses(purpose),
  then: { outcome: 'conforms', rule: 'USE-PURPOSE', row, line },
});
const permission = (purpose: string, form = 'express') => consent(form, { purposes: [purpose], categories: email });

export const kaayeeUsing: readonly PolicyCase[] = [
  allowed('data is used to provide the service', 'dpv:ServiceProvision', 'KAAY-P1', 7),
  allowed('the place is used for the location-based service', 'local:LocationBasedService', 'KAAY-P2', 11),
  allowed('the place is used to show prices', 'local:CurrencyDisplay', 'KAAY-P3', 19),
  allowed('the service is made more personal', 'dpv:ServicePersonalisation', 'KAAY-P4', 49),
  {
    title: 'data is used for a portrait of the user, which the policy does not name',
    when: uses('local:UserPortrait'),
    then: { outcome: 'violates', rule: 'USE-PURPOSE', row: 'KAAY-P1', line: 7, missing: 'purposeNotListed' },
  },
  {
    title: 'somebody who permitted it is sent news of products',
    given: [permission('dpv:DirectMarketing')],
    when: uses('dpv:DirectMarketing'),
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'KAAY-P5', line: 67 },
  },
  {
    title: 'somebody who permitted nothing is sent news of products',
    when: uses('dpv:DirectMarketing'),
    then: { outcome: 'violates', rule: 'USE-MARKETING', row: 'KAAY-P6', line: 45, missing: 'consentMissing' },
  },
  {
    title: 'permission for news of products was only implied by use',
    given: [permission('dpv:DirectMarketing', 'implied')],
    when: uses('dpv:DirectMarketing'),
    then: { outcome: 'violates', rule: 'USE-MARKETING', row: 'KAAY-P6', line: 45, missing: 'consentTooWeak' },
  },
  {
    title: 'news of products goes on after permission was withdrawn',
    given: [permission('dpv:DirectMarketing'), withdrawal({ consentRef: '$consent' })],
    when: uses('dpv:DirectMarketing'),
    then: { outcome: 'violates', rule: 'USE-MARKETING', row: 'KAAY-P6', line: 45, missing: 'consentEnded' },
  },
  {
    title: 'the permission that news of products relies on is not on file',
    when: uses('dpv:DirectMarketing', { consentRef: '$consent' }),
    then: { outcome: 'gap', rule: 'USE-MARKETING', row: 'KAAY-P6', line: 45, missing: 'referredUnknown' },
  },
  {
    title: 'advertising is targeted at somebody who permitted it',
    given: [permission('dpv:TargetedAdvertising')],
    when: uses('dpv:TargetedAdvertising'),
    then: { outcome: 'conforms', rule: 'USE-PURPOSE', row: 'KAAY-P6', line: 45 },
  },
  {
    title: 'an activity is encrypted on the way',
    when: activity({ securityMeasures: ['encryptionInTransit'] }),
    then: { outcome: 'conforms', rule: 'SEC-MEASURES', row: 'KAAY-SEC', line: 7 },
  },
  {
    title: 'an activity is not encrypted on the way',
    when: activity({ securityMeasures: ['accessControl'] }),
    then: { outcome: 'violates', rule: 'SEC-MEASURES', row: 'KAAY-SEC', line: 7, missing: 'measuresLacking' },
  },
  {
    title: 'how an activity is protected is not declared',
    when: activity({}),
    then: { outcome: 'gap', rule: 'SEC-MEASURES', row: 'KAAY-SEC', line: 7, missing: 'measuresNotDeclared' },
  },
  {
    title: 'accepting the service agreement is accepting the policy',
    when: { type: 'PolicyAcceptanceDeemed', data: { by: 'serviceAgreement' } },
    then: { outcome: 'conforms', rule: 'POL-ACCEPTANCE', row: 'KAAY-U1', line: 53 },
  },
  {
    title: 'going on to use the service is taken for accepting the policy',
    when: { type: 'PolicyAcceptanceDeemed', data: { by: 'continuedUse' } },
    then: { outcome: 'violates', rule: 'POL-ACCEPTANCE', row: 'KAAY-U1', line: 53, missing: 'actIsNoAcceptance' },
  },
];
