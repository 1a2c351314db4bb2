import type { CaseRecord } from '../policy-case.ts';
import { agreement } from '../records.ts';
import { EXPLICIT } from './kind-case.ts';
import type { KindCase } from './kind-case.ts';

const exported = (more: object): CaseRecord => ({
  type: 'PersonalDataExported',
  data: {
    fromCountry: 'CN',
    toCountry: 'DE',
    mechanism: 'securityAssessment',
    categories: ['pd:Name'],
    purposes: ['local:InternalManagement'],
    recipient: 'kamoer-affiliates',
    ...more,
  },
});
const assessed = {
  kind: 'XB-MECH',
  mechanisms: ['securityAssessment'],
  documents: ['exportSecurityAssessment'],
  remoteAccess: true,
};
const assessment = agreement('kamoer-affiliates', { kind: 'exportSecurityAssessment', validUntil: '2026-12-31' });
const published = (more: object): CaseRecord => ({
  type: 'PersonalDataPubliclyDisclosed',
  data: { categories: ['pd:Name'], ground: 'consent', medium: 'website', ...more },
});
const publishing = { kind: 'PUB-CONSENT', forms: EXPLICIT, otherGrounds: ['legalCompulsion'] };

export const leavingKinds: readonly KindCase[] = [
  {
    title: 'data abroad after a security assessment',
    rules: [assessed],
    given: [assessment],
    when: exported({}),
    then: ['XB-MECH', 'conforms'],
  },
  {
    title: 'data abroad, and the assessment is not on file',
    rules: [assessed],
    when: exported({}),
    then: ['XB-MECH', 'gap', 'mechanismNotOnFile'],
  },
  {
    title: 'access from abroad on no mechanism',
    rules: [assessed],
    when: exported({ mechanism: 'none', remoteAccess: true }),
    then: ['XB-ACCESS', 'violates', 'mechanismNotAllowed'],
  },
  {
    title: 'data abroad where nothing leaves the country',
    rules: [{ kind: 'XB-MECH', forbidden: true }],
    when: exported({}),
    then: ['XB-MECH', 'violates', 'exportForbidden'],
  },
  {
    title: 'no impact assessment of the export',
    rules: [{ kind: 'XB-MECH', impactAssessment: true }],
    when: exported({}),
    then: ['XB-MECH', 'violates', 'impactAssessmentMissing'],
  },
  {
    title: 'a name made public without consent',
    rules: [publishing],
    when: published({}),
    then: ['PUB-CONSENT', 'violates', 'consentMissing'],
  },
  {
    title: 'a name made public as a court ordered',
    rules: [publishing],
    when: published({ ground: 'legalCompulsion', legalOrderRef: 'order-1' }),
    then: ['PUB-CONSENT', 'conforms'],
  },
  {
    title: 'a name made public under an exception of the list',
    rules: [publishing, { kind: 'COL-EXCEPTION', item: 'x2', acts: ['share', 'publish'] }],
    when: published({ exceptionRef: 'x2' }),
    then: ['PUB-CONSENT', 'conforms'],
  },
];
