import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { age, consent, required, unavailable, used } from '../records.ts';
import { adult, collects, device, email, location, uses } from './account.ts';

const byEmployer = (more: object = {}) =>
  collects('corporate-account', ['pd:EmailAddressWork', 'local:Supervisor'], { source: { kind: 'employer' }, ...more });
const warranty = (form: string) =>
  consent(
    form,
    { purposes: ['dpv:ServiceProvision'], categories: ['pd:EmailAddressWork', 'local:Supervisor'] },
    { givenBy: 'employerWarranty' },
  );
const switched = (type: string): CaseRecord => ({ type, data: { permission: 'location' } });
const locates = (more: object = {}) =>
  collects('platform-use', location, { ...device, permission: 'location', functionInUse: true, ...more });
const cookie = (more: object = {}) => collects('cookies', ['pd:BrowsingBehaviour'], { ...device, ...more });
const cookieRead = (at: string): CaseRecord => ({
  ...used({ function: 'cookies', purposes: ['dpv:ServiceProvision'], categories: ['pd:BrowsingBehaviour'] }),
  at,
});
const combined: CaseRecord = {
  type: 'PersonalDataCombined',
  data: {
    combination: 'logs-with-accounts',
    combinedWith: 'operation-logs',
    categories: ['dpv:NonPersonalData'],
    purposes: ['dpv:EnforceSecurity'],
  },
};
const logsUsed = used({
  purposes: ['dpv:EnforceSecurity'],
  categories: ['dpv:NonPersonalData'],
  datasets: ['operation-logs'],
});

export const kaadasCollecting: readonly PolicyCase[] = [
  {
    title: 'an employer hands over accounts and warrants explicit authorisation',
    given: [adult, warranty('explicit')],
    when: byEmployer(),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-C1', line: 12 },
  },
  {
    title: 'an employer hands over accounts without a warranty',
    given: [adult],
    when: byEmployer(),
    then: { outcome: 'violates', rule: 'COL-EMPLOYER', row: 'KAAD-C1', line: 12, missing: 'warrantyMissing' },
  },
  {
    title: 'an employer warrants no more than that nobody objected',
    given: [adult, warranty('implied')],
    when: byEmployer(),
    then: { outcome: 'violates', rule: 'COL-EMPLOYER', row: 'KAAD-C1', line: 12, missing: 'consentTooWeak' },
  },
  {
    title: 'the warranty an employer relies on is not on file',
    given: [adult],
    when: byEmployer({ consentRef: '$warranty' }),
    then: { outcome: 'gap', rule: 'COL-EMPLOYER', row: 'KAAD-C1', line: 12, missing: 'referredUnknown' },
  },
  {
    title: 'the location is read while the function is in use and the permission is on',
    given: [adult, switched('PermissionEnabled')],
    when: locates(),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-C3', line: 49 },
  },
  {
    title: 'the location is read and the permission was never switched on',
    given: [adult],
    when: locates(),
    then: { outcome: 'violates', rule: 'COL-PERMISSION', row: 'KAAD-C2', line: 14, missing: 'permissionNotEnabled' },
  },
  {
    title: 'the location is read after the permission was taken back',
    given: [adult, switched('PermissionEnabled'), switched('PermissionDisabled')],
    when: locates(),
    then: { outcome: 'violates', rule: 'COL-PERMISSION', row: 'KAAD-C2', line: 14, missing: 'permissionNotEnabled' },
  },
  {
    title: 'the location is read while the function is not in use',
    given: [adult, switched('PermissionEnabled')],
    when: locates({ functionInUse: false }),
    then: { outcome: 'violates', rule: 'COL-PERMISSION', row: 'KAAD-C2', line: 14, missing: 'functionNotInUse' },
  },
  {
    title: 'whether the function was in use is not declared',
    given: [adult, switched('PermissionEnabled')],
    when: collects('platform-use', location, { ...device, permission: 'location' }),
    then: { outcome: 'gap', rule: 'COL-PERMISSION', row: 'KAAD-C2', line: 14, missing: 'functionUseNotDeclared' },
  },
  {
    title: 'chats and files are kept in use of the platform',
    given: [adult],
    when: collects('platform-use', ['pd:SocialMediaCommunication', 'local:Files']),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-C3', line: 49 },
  },
  {
    title: 'a fingerprint is collected, which no list has',
    given: [adult],
    when: collects('platform-use', ['pd:Fingerprint']),
    then: { outcome: 'violates', rule: 'COL-FUNCTION', row: 'KAAD-C3', line: 49, missing: 'categoryNotListed' },
  },
  {
    title: 'the e-mail address is required to log in',
    given: [adult],
    when: required({ function: 'authentication', purposes: ['dpv:IdentityAuthentication'], categories: email }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-C4', line: 69 },
  },
  {
    title: 'an avatar is required to log in',
    given: [adult],
    when: required({
      function: 'authentication',
      purposes: ['dpv:IdentityAuthentication'],
      categories: ['pd:Picture'],
    }),
    then: { outcome: 'violates', rule: 'COL-OPTIONAL', row: 'KAAD-C4', line: 69, missing: 'optionalTakenAsRequired' },
  },
  {
    title: 'somebody who only browses is asked for an e-mail address',
    when: unavailable({ function: 'browse-products', reason: 'consentRefused', categories: email }),
    then: { outcome: 'violates', rule: 'COL-BROWSE', row: 'KAAD-C4', line: 69, missing: 'browsingNeedsNothing' },
  },
  {
    title: 'address and crashes of the device are recorded for safety',
    given: [adult],
    when: collects('safety-monitoring', ['pd:MACAddress', 'local:CrashReport'], device),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-C5', line: 73 },
  },
  {
    title: 'an application hands data over and its policy is shown',
    given: [adult],
    when: collects('platform-use', email, {
      source: { kind: 'thirdPartyPlatform', name: 'app-1', policyLinkShown: true },
    }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-C3', line: 49 },
  },
  {
    title: 'an application hands a résumé over and its policy is shown',
    given: [adult],
    when: collects('import', ['pd:WorkExperience'], {
      source: { kind: 'thirdPartyPlatform', name: 'app-1', policyLinkShown: true },
    }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-C6', line: 97 },
  },
  {
    title: 'an application hands a résumé over and its policy is not shown',
    given: [adult],
    when: collects('import', ['pd:WorkExperience'], { source: { kind: 'thirdPartyPlatform', name: 'app-1' } }),
    then: { outcome: 'violates', rule: 'COL-THIRDPARTY', row: 'KAAD-C6', line: 97, missing: 'sourceUndisclosed' },
  },
  {
    title: 'logs that were combined with accounts are used as if they named nobody',
    given: [adult, combined],
    when: logsUsed,
    then: { outcome: 'violates', rule: 'USE-COMBINED', row: 'KAAD-C7', line: 61, missing: 'combinedIsPersonal' },
  },
  {
    title: 'logs are used after the combination was taken apart',
    given: [
      adult,
      combined,
      { type: 'PersonalDataCombinationEnded', data: { combination: 'logs-with-accounts', outcome: 'separated' } },
    ],
    when: logsUsed,
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAAD-M1', line: 201 },
  },
  {
    title: 'a cookie is set for the session',
    given: [adult],
    when: cookie({ endsWithSession: true }),
    then: { outcome: 'conforms', rule: 'COL-FUNCTION', row: 'KAAD-K1', line: 79 },
  },
  {
    title: 'a cookie is set for a month',
    given: [adult],
    when: cookie({ retentionPeriod: 'P30D' }),
    then: { outcome: 'violates', rule: 'RET-COOKIE', row: 'KAAD-K1', line: 79, missing: 'cookieOver' },
  },
  {
    title: 'how long a cookie lasts is not declared',
    given: [adult],
    when: cookie(),
    then: { outcome: 'gap', rule: 'RET-COOKIE', row: 'KAAD-K1', line: 79, missing: 'cookieLifeNotDeclared' },
  },
  {
    title: 'a cookie is read on its fifteenth day',
    given: [adult, { ...cookie({ retentionPeriod: 'P15D' }), at: '2026-10-12T10:00:00+08:00' }],
    when: cookieRead('2026-10-27T22:00:00+08:00'),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAAD-M1', line: 201 },
  },
  {
    title: 'a cookie is read on its sixteenth day',
    given: [adult, { ...cookie({ endsWithSession: true }), at: '2026-10-12T10:00:00+08:00' }],
    when: cookieRead('2026-10-28T00:30:00+08:00'),
    then: { outcome: 'violates', rule: 'RET-COOKIE', row: 'KAAD-K1', line: 79, missing: 'cookieOver' },
  },
  {
    title: 'data of a thirteen-year-old is collected without a guardian',
    given: [age('13')],
    when: collects('platform-use', email),
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAAD-M1', line: 201, missing: 'consentMissing' },
  },
  {
    title: 'data of somebody of unknown age is collected',
    when: collects('platform-use', email),
    then: { outcome: 'gap', rule: 'COL-MINOR', row: 'KAAD-M1', line: 201, missing: 'ageUnknown' },
  },
  {
    title: 'data of a child is used, and who consented was never verified',
    given: [
      age('0-12'),
      consent('explicit', { purposes: ['dpv:ServiceProvision'], categories: email }, { givenBy: 'guardian' }),
    ],
    when: uses(),
    then: { outcome: 'violates', rule: 'COL-MINOR', row: 'KAAD-M2', line: 201, missing: 'guardianNotVerified' },
  },
  {
    title: 'data of a child is used and a verified guardian consented explicitly',
    given: [
      age('0-12'),
      { type: 'GuardianVerified', data: { method: 'identityDocument' } },
      consent('explicit', { purposes: ['dpv:ServiceProvision'], categories: email }, { givenBy: 'guardian' }),
    ],
    when: uses(),
    then: { outcome: 'conforms', rule: 'COL-MINOR', row: 'KAAD-M1', line: 201 },
  },
];
