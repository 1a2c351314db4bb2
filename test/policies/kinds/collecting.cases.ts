import type { CaseRecord } from '../policy-case.ts';
import { age, collected, consent, noticeFor } from '../records.ts';
import { EXPLICIT } from './kind-case.ts';
import type { KindCase } from './kind-case.ts';

const gps = ['pd:GPSCoordinate'];
const permissionRule = {
  kind: 'COL-PERMISSION',
  permissions: ['location'],
  categories: ['pd:Location', ...gps],
  onlyInUse: true,
};
const located = (more: object = {}) =>
  collected({
    function: 'map',
    purposes: ['local:LocationBasedService'],
    source: { kind: 'device' },
    categories: gps,
    permission: 'location',
    ...more,
  });
const enabled: CaseRecord = { type: 'PermissionEnabled', data: { permission: 'location' } };
const disabled: CaseRecord = { type: 'PermissionDisabled', data: { permission: 'location' } };

export const collectingKinds: readonly KindCase[] = [
  {
    title: 'the permission was on and the map in use',
    rules: [permissionRule],
    given: [enabled],
    when: located({ functionInUse: true }),
    then: ['COL-PERMISSION', 'conforms'],
  },
  {
    title: 'the permission had been switched off again',
    rules: [permissionRule],
    given: [enabled, disabled],
    when: located({ functionInUse: true }),
    then: ['COL-PERMISSION', 'violates', 'permissionNotEnabled'],
  },
  {
    title: 'the map was not in use',
    rules: [permissionRule],
    given: [enabled],
    when: located({ functionInUse: false }),
    then: ['COL-PERMISSION', 'violates', 'functionNotInUse'],
  },
  {
    title: 'whether the map was in use is not declared',
    rules: [permissionRule],
    given: [enabled],
    when: located(),
    then: ['COL-PERMISSION', 'gap', 'functionUseNotDeclared'],
  },
  {
    title: 'an employer hands data over without a warranty',
    rules: [{ kind: 'COL-EMPLOYER', forms: EXPLICIT }],
    when: collected({
      function: 'corporate-account',
      purposes: ['local:EnterpriseCollaboration'],
      source: { kind: 'employer' },
      categories: ['pd:Job'],
    }),
    then: ['COL-EMPLOYER', 'violates', 'warrantyMissing'],
  },
  {
    title: 'an employer hands data over and warrants that it may',
    rules: [{ kind: 'COL-EMPLOYER', forms: EXPLICIT }],
    given: [
      consent(
        'explicit',
        { purposes: ['local:EnterpriseCollaboration'], categories: ['pd:Professional', 'pd:Job'] },
        { givenBy: 'employerWarranty' },
      ),
    ],
    when: collected({
      function: 'corporate-account',
      purposes: ['local:EnterpriseCollaboration'],
      source: { kind: 'employer' },
      categories: ['pd:Job'],
    }),
    then: ['COL-EMPLOYER', 'conforms'],
  },
  {
    title: 'consent to payment cards is consent to a credit card',
    rules: [{ kind: 'COL-SENSITIVE', under: 'CN', forms: ['separate'] }],
    given: [consent('separate', { purposes: ['dpv:PaymentManagement'], categories: ['pd:PaymentCardNumber'] })],
    when: collected({ function: 'pay', purposes: ['dpv:PaymentManagement'], categories: ['pd:CreditCardNumber'] }),
    then: ['COL-SENSITIVE', 'conforms'],
  },
  {
    title: 'why a credit card is necessary was not explained',
    rules: [{ kind: 'COL-SENSITIVE', under: 'CN', necessityExplained: true }],
    given: [
      noticeFor(
        collected({ function: 'pay', purposes: ['dpv:PaymentManagement'], categories: ['pd:CreditCardNumber'] }),
      ),
    ],
    when: collected({ function: 'pay', purposes: ['dpv:PaymentManagement'], categories: ['pd:CreditCardNumber'] }),
    then: ['COL-SENSITIVE', 'violates', 'necessityNotExplained'],
  },
  {
    title: 'the programme is only for those who want it',
    rules: [{ kind: 'COL-OPTIN', functions: ['improvement-programme'], acts: ['collect'], forms: EXPLICIT }],
    when: collected({
      function: 'improvement-programme',
      purposes: ['local:ProductImprovementProgramme'],
      categories: ['pd:DeviceBased'],
    }),
    then: ['COL-OPTIN', 'violates', 'consentMissing'],
  },
];

const underEighteen = { kind: 'COL-MINOR', under: 18, forms: ['written'], acts: ['collect'] };
const underFourteen = { kind: 'COL-MINOR', under: 14, forms: EXPLICIT, verified: true, acts: ['collect', 'use'] };
const named = collected({ function: 'register', purposes: ['dpv:ServiceRegistration'], categories: ['pd:Name'] });
const byGuardian = (form: string) =>
  consent(form, { purposes: ['dpv:ServiceRegistration'], categories: ['pd:Name'] }, { givenBy: 'guardian' });

export const minorsKinds: readonly KindCase[] = [
  {
    title: 'somebody of 16 without a guardian, where 18 counts',
    rules: [underEighteen],
    given: [age('16-17')],
    when: named,
    then: ['COL-MINOR', 'violates', 'consentMissing'],
  },
  {
    title: 'somebody of 16 whose guardian consented in writing',
    rules: [underEighteen],
    given: [age('16-17'), byGuardian('written')],
    when: named,
    then: ['COL-MINOR', 'conforms'],
  },
  {
    title: 'the same person where 14 counts',
    rules: [underFourteen],
    given: [age('16-17')],
    when: named,
    then: ['COL-MINOR', 'conforms'],
  },
  {
    title: 'a guardian nobody verified',
    rules: [underFourteen],
    given: [age('0-12'), byGuardian('explicit')],
    when: named,
    then: ['COL-MINOR', 'violates', 'guardianNotVerified'],
  },
  {
    title: 'a guardian who was verified',
    rules: [underFourteen],
    given: [age('0-12'), { type: 'GuardianVerified', data: { method: 'videoCall' } }, byGuardian('explicit')],
    when: named,
    then: ['COL-MINOR', 'conforms'],
  },
  {
    title: 'an age nobody recorded',
    rules: [underEighteen],
    when: named,
    then: ['COL-MINOR', 'gap', 'ageUnknown'],
  },
];
