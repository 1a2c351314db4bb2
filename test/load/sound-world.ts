import { randomUUID } from 'node:crypto';
import { httpRequest, runLoad } from './http-load.ts';
import type { LedgerUnderLoad } from './ledger-under-load.ts';
import { CONTROLLER, OCCURRED_AT, RECIPIENT, SHARE, sharingReport, subjectOf, type ReportOf } from './reports.ts';

/** Of so many reports one tells of something that was not in order, and raises one finding. */
export const ONE_FINDING_IN = 20;

/** As the pack names it. */
const POLICY_VERSION = 'kamoer-2022-12-19';
const BEFORE = '2026-01-05T10:00:00+08:00';
const { purposes, categories } = SHARE;

/** What a company in order has on file before it hands out a parcel under the policy of Kamoer and the law of China. */
const ON_FILE: readonly (readonly [type: string, data: object])[] = [
  [
    'ImpactAssessmentRecorded',
    {
      ...{ assessment: 'delivery', occasions: ['provide', 'entrust'], recipient: RECIPIENT, carriedOutAt: BEFORE },
      ...{ contents: ['lawfulnessAndNecessity', 'impactAndRisk', 'protectiveMeasures'], retainUntil: '2030-01-05' },
    },
  ],
  [
    'RecipientAgreementConcluded',
    {
      ...{ recipient: RECIPIENT, kind: 'confidentiality', agreement: 'delivery-2026', validFrom: '2026-01-01' },
      ...{ covers: { purposes, categories }, textOnFile: true },
    },
  ],
  [
    'NoticeGiven',
    {
      ...{ purposes, categories, recipients: [RECIPIENT], channel: 'app' },
      items: ['recipients', 'recipientContact', 'purposes', 'method', 'categories'],
    },
  ],
];

const CONSENT = {
  scope: { purposes, categories, recipients: [RECIPIENT] },
  ...{ form: 'separate', givenBy: 'subject', channel: 'app' },
};

/** The same parcel on a ground that the policy allows. */
export const SOUND_SHARE = { ...SHARE, ground: 'partner' };

/** Untimed, before the first parcel. */
export async function putInOrder(ledger: LedgerUnderLoad): Promise<void> {
  const token = ledger.token('emitter');
  const requests = ON_FILE.map(([type, data]) =>
    httpRequest({ method: 'POST', path: '/v1/records', token, body: reportOf(type, data) }),
  );
  await runLoad({ url: ledger.url, connections: 1, requests });
}

/** Somebody agrees that the courier gets the address. */
export const consentReport: ReportOf = (subject) => reportOf('ConsentGiven', CONSENT, { subject: subjectOf(subject) });

/** Parcels one after the other, a millisecond apart, of which one in `ONE_FINDING_IN` is handed out on no allowed ground. */
export function parcels(): ReportOf {
  let count = 0;
  return (subject) => {
    count += 1;
    const occurredAt = new Date(Date.parse(OCCURRED_AT) + count).toISOString();
    return sharingReport(subject, {
      ...{ occurredAt, policyVersion: POLICY_VERSION },
      data: count % ONE_FINDING_IN === 0 ? SHARE : SOUND_SHARE,
    });
  };
}

function reportOf(type: string, data: object, more: object = {}): string {
  const fixed = { id: randomUUID(), type, controllerId: CONTROLLER, occurredAt: BEFORE, jurisdictions: ['CN'] };
  return JSON.stringify({ ...fixed, ...more, data });
}
