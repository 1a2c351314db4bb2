import type { CaseRecord, PolicyCase } from '../policy-case.ts';
import { activity, consent, shared } from '../records.ts';
import { email } from './user.ts';

const shares = (ground: string, data: object = {}) =>
  shared({
    recipient: 'partner-1',
    recipientKind: 'partner',
    ground,
    purposes: ['dpv:ServiceProvision'],
    categories: email,
    ...data,
  });
const toAuthority = (data: object) =>
  shares('legalRequirement', {
    recipient: 'competent-authority',
    recipientKind: 'authority',
    purposes: ['dpv:LegalCompliance'],
    ...data,
  });
const published = (ground: string, data: object = {}): CaseRecord => ({
  type: 'PersonalDataPubliclyDisclosed',
  data: { categories: email, medium: 'website', ground, ...data },
});

export const kaidexipuDisclosing: readonly PolicyCase[] = [
  {
    title: 'a third party gets data with permission',
    given: [consent('express', { purposes: ['dpv:ServiceProvision'], categories: email, recipients: ['partner-1'] })],
    when: shares('consent'),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAID-D1', line: 23 },
  },
  {
    title: 'a third party gets data without permission',
    when: shares('consent'),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAID-D1', line: 23, missing: 'consentMissing' },
  },
  {
    title: 'a third party gets data as a partner, which is no case of the list',
    when: shares('partner'),
    then: { outcome: 'violates', rule: 'SHR-GROUND', row: 'KAID-D1', line: 23, missing: 'groundNotListed' },
  },
  {
    title: 'a third party gets data as the licence agreement provides',
    when: shares('agreement'),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAID-D1', line: 23 },
  },
  {
    title: 'an authority gets what its order demands',
    when: toAuthority({ legalOrderRef: 'order-1' }),
    then: { outcome: 'conforms', rule: 'SHR-GROUND', row: 'KAID-D1', line: 23 },
  },
  {
    title: 'an authority gets data, and what demanded it is not named',
    when: toAuthority({}),
    then: { outcome: 'gap', rule: 'SHR-GROUND', row: 'KAID-D1', line: 23, missing: 'legalOrderNotNamed' },
  },
  {
    title: 'data is made public as the terms of the service provide',
    when: published('agreement'),
    then: { outcome: 'conforms', rule: 'PUB-CONSENT', row: 'KAID-D1', line: 23 },
  },
  {
    title: 'data is made public without permission',
    when: published('none'),
    then: { outcome: 'violates', rule: 'PUB-CONSENT', row: 'KAID-D1', line: 23, missing: 'consentMissing' },
  },
  {
    title: 'access to an activity is controlled',
    when: activity({ securityMeasures: ['accessControl'] }),
    then: { outcome: 'conforms', rule: 'SEC-MEASURES', row: 'KAID-SEC', line: 31 },
  },
  {
    title: 'access to an activity is not controlled',
    when: activity({ securityMeasures: ['backup'] }),
    then: { outcome: 'violates', rule: 'SEC-MEASURES', row: 'KAID-SEC', line: 31, missing: 'measuresLacking' },
  },
  {
    title: 'how an activity is protected is not declared',
    when: activity({}),
    then: { outcome: 'gap', rule: 'SEC-MEASURES', row: 'KAID-SEC', line: 31, missing: 'measuresNotDeclared' },
  },
];
