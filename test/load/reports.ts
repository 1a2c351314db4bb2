import { randomUUID } from 'node:crypto';
import { httpRequest } from './http-load.ts';
import type { LedgerUnderLoad } from './ledger-under-load.ts';

export const BATCH_SIZE = 500;
export const CONTROLLER = 'kamoer';
export const RECIPIENT = 'sf-express';
/** What a courier is told: with its envelope an event of about 600 bytes, sealed part included. */
const NOTE = 'Leave it with the porter, second gate, and ring before you come up. ';

/** Register what the reports name. */
export async function registerParties(ledger: LedgerUnderLoad): Promise<void> {
  await ledger.register('/v1/controllers', {
    id: CONTROLLER,
    names: ['Kamoer'],
    role: 'controller',
    country: 'CN',
  });
  const recipient = { id: RECIPIENT, name: 'SF Express', recipientKind: 'logistics', country: 'CN' };
  await ledger.register('/v1/recipients', recipient);
}

/** Keeps hardly a rule of the policy that T9 judges by: on a ledger where nobody published one that is no matter. */
export const SHARE = {
  recipient: RECIPIENT,
  recipientKind: 'logistics',
  ground: 'requestedService',
  purposes: ['dpv:ServiceProvision'],
  categories: ['pd:Name', 'pd:PhysicalAddress'],
  identifiability: 'identified',
};
export const OCCURRED_AT = '2026-11-20T10:00:00+08:00';

/** A parcel is handed over; the address goes sealed. Each report has an id of its own. */
export function reportAbout(subjectNumber: number): string {
  return sharingReport(subjectNumber, { occurredAt: OCCURRED_AT, policyVersion: 'v1', data: SHARE });
}

export interface Sharing {
  readonly occurredAt: string;
  readonly policyVersion: string;
  readonly data: object;
}

export function sharingReport(subjectNumber: number, { occurredAt, policyVersion, data }: Sharing): string {
  return JSON.stringify({
    id: randomUUID(),
    type: 'PersonalDataShared',
    controllerId: CONTROLLER,
    occurredAt,
    policyVersion,
    jurisdictions: ['CN'],
    subject: subjectOf(subjectNumber),
    data,
    details: { 'pd:PhysicalAddress': { street: 'Example Street 1', city: 'Shanghai', zip: '200000', note: NOTE } },
  });
}

export const subjectOf = (number: number) => ({ identifiers: [{ scheme: 'userId', value: `user-${String(number)}` }] });

/** What is reported about a subject. */
export type ReportOf = (subjectNumber: number) => string;

/** Requests that report a batch about each `BATCH_SIZE` of the subjects. */
export function batchRequests(ledger: LedgerUnderLoad, subjects: readonly number[], reportOf: ReportOf): Buffer[] {
  const token = ledger.token('emitter');
  const requests: Buffer[] = [];
  for (let from = 0; from < subjects.length; from += BATCH_SIZE) {
    const reports = subjects.slice(from, from + BATCH_SIZE).map(reportOf);
    requests.push(httpRequest({ method: 'POST', path: '/v1/records', token, body: `[${reports.join(',')}]` }));
  }
  return requests;
}

/** Requests that report one record each. */
export function singleRequests(token: string, subjects: readonly number[]): Buffer[] {
  return subjects.map((subject) =>
    httpRequest({ method: 'POST', path: '/v1/records', token, body: reportAbout(subject) }),
  );
}

/** Requests that ask whether something may be done, about one person each. */
export function checkRequests(token: string, subjects: readonly number[], data: object): Buffer[] {
  return subjects.map((subject) => {
    const body = JSON.stringify({
      type: 'PersonalDataShared',
      controllerId: CONTROLLER,
      jurisdictions: ['CN'],
      subject: subjectOf(subject),
      data,
    });
    return httpRequest({ method: 'POST', path: '/v1/checks', token, body });
  });
}
