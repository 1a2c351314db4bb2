import type { CaseRecord } from '../policy-case.ts';
import { agreement, consent, shared } from '../records.ts';
import { EXPLICIT } from './kind-case.ts';
import type { KindCase } from './kind-case.ts';

const gps = ['pd:GPSCoordinate'];
const positioning = ['local:CalendarPositioning'];
const share = (more: object = {}) =>
  shared({
    recipient: 'autonavi',
    recipientKind: 'partner',
    ground: 'deidentified',
    purposes: positioning,
    categories: gps,
    ...more,
  });
const deidentified = { identifiability: 'deidentified' };
const onlyDeidentified = {
  kind: 'SHR-NAMED',
  recipients: ['autonavi'],
  identifiability: ['deidentified'],
  purposes: positioning,
};
const freeIfDeidentified = { kind: 'SHR-DEID', forms: EXPLICIT, deidentifiedFree: true };
const toAuthority = (more: object) =>
  shared({
    recipient: 'competent-authority',
    recipientKind: 'authority',
    ground: 'legalRequirement',
    purposes: ['dpv:LegalCompliance'],
    categories: ['pd:Name'],
    ...more,
  });
const documents = {
  kind: 'AUTH-DOCS',
  legalDocument: true,
  encrypted: true,
  investigation: true,
  approvedAbroad: 'CN',
};
const ended: CaseRecord = { type: 'RecipientServiceEnded', aboutNobody: true, data: { recipient: 'autonavi' } };

export const sharingKinds: readonly KindCase[] = [
  {
    title: 'AutoNavi gets a position that tells whose it is',
    rules: [onlyDeidentified],
    when: share(),
    then: ['SHR-NAMED', 'violates', 'tooIdentifiable'],
  },
  {
    title: 'AutoNavi gets a de-identified position',
    rules: [onlyDeidentified],
    when: share(deidentified),
    then: ['SHR-NAMED', 'conforms'],
  },
  {
    title: 'AutoNavi gets a de-identified position for marketing',
    rules: [onlyDeidentified],
    when: share({ ...deidentified, purposes: ['dpv:Marketing'] }),
    then: ['SHR-NAMED', 'violates', 'purposeBeyond'],
  },
  {
    title: 'de-identified data nobody can find the person of',
    rules: [freeIfDeidentified],
    when: share({ ...deidentified, reidentificationExcluded: true }),
    then: ['SHR-DEID', 'conforms'],
  },
  {
    title: 'de-identified data, and nobody says whether the recipient can find out',
    rules: [freeIfDeidentified],
    when: share(deidentified),
    then: ['SHR-DEID', 'gap', 'reidentificationNotDeclared'],
  },
  {
    title: 'identified data without consent',
    rules: [freeIfDeidentified],
    when: share(),
    then: ['SHR-DEID', 'violates', 'consentMissing'],
  },
  {
    title: 'a sale, consent or not',
    rules: [{ kind: 'SHR-NOSALE' }],
    given: [consent('explicit', { purposes: positioning, categories: gps, recipients: ['autonavi'] })],
    when: share({ forPayment: true }),
    then: ['SHR-NOSALE', 'violates', 'saleForbidden'],
  },
  {
    title: 'a recipient whose security nobody looked at',
    rules: [{ kind: 'SHR-CONTRACT', securityAssessment: true }],
    when: share(),
    then: ['SHR-CONTRACT', 'violates', 'assessmentMissing'],
  },
  {
    title: 'a recipient whose security was assessed',
    rules: [{ kind: 'SHR-CONTRACT', securityAssessment: true }],
    given: [agreement('autonavi', { kind: 'securityAssessment' })],
    when: share(),
    then: ['SHR-CONTRACT', 'conforms'],
  },
  {
    title: 'an agreement that is named and not on file',
    rules: [{ kind: 'SHR-CONTRACT', agreement: true }],
    when: share({ agreementRef: 'agreement-9' }),
    then: ['SHR-CONTRACT', 'gap', 'agreementNotOnFile'],
  },
  {
    title: 'a recipient that uses data for something else',
    rules: [{ kind: 'SHR-PURPOSE-LOCK', forms: EXPLICIT }],
    given: [share()],
    when: {
      type: 'RecipientUseReported',
      data: { recipient: 'autonavi', purposes: ['dpv:Marketing'], categories: gps, learntFrom: 'audit' },
    },
    then: ['SHR-PURPOSE-LOCK', 'violates', 'consentMissing'],
  },
  {
    title: 'a recipient whose work had ended',
    rules: [{ kind: 'SHR-END' }],
    given: [ended],
    when: share(),
    then: ['SHR-END', 'violates', 'serviceEnded'],
  },
  {
    title: 'a recipient that keeps what it had',
    rules: [{ kind: 'SHR-END', includesPastData: true }],
    given: [ended],
    when: {
      type: 'RecipientAccessRevoked',
      data: { recipient: 'autonavi', includesPastData: false, cause: 'serviceEnded' },
    },
    then: ['SHR-END', 'violates', 'pastDataKept'],
  },
  {
    title: 'an authority that produced nothing',
    rules: [documents],
    when: toAuthority({ encrypted: true }),
    then: ['AUTH-DOCS', 'violates', 'legalDocumentMissing'],
  },
  {
    title: 'an authority that produced an order and got encrypted data',
    rules: [documents],
    when: toAuthority({ encrypted: true, legalOrderRef: 'order-1', investigationRef: 'case-1' }),
    then: ['AUTH-DOCS', 'conforms'],
  },
  {
    title: 'a foreign authority without an approval',
    rules: [documents],
    when: toAuthority({ encrypted: true, legalOrderRef: 'order-1', investigationRef: 'case-1', country: 'US' }),
    then: ['AUTH-DOCS', 'violates', 'approvalMissing'],
  },
];
