import type { CaseRecord } from './policy-case.ts';

/** Records as cases need them: what a case is about is passed, the rest is what is usual. */

type Data = CaseRecord['data'];

export const collected = (data: Data & { readonly categories: readonly string[] }): CaseRecord => ({
  type: 'PersonalDataCollected',
  data: {
    source: { kind: 'subject' },
    ...data,
    categories: data.categories.map((category) => ({ category })),
  },
});

/** Collected as a condition of the function. */
export const required = (data: Data & { readonly categories: readonly string[] }): CaseRecord => ({
  type: 'PersonalDataCollected',
  data: {
    source: { kind: 'subject' },
    ...data,
    categories: data.categories.map((category) => ({ category, necessity: 'required' })),
  },
});

/** A notice that names all a collection is going to need. */
export const noticeFor = ({ data }: CaseRecord): CaseRecord => ({
  type: 'NoticeGiven',
  data: {
    function: data['function'],
    purposes: data['purposes'],
    categories: (data['categories'] as readonly { readonly category: string }[]).map(({ category }) => category),
    channel: 'app',
  },
});

export const used = (data: Data): CaseRecord => ({ type: 'PersonalDataUsed', data: { operation: 'dpv:Use', ...data } });

export const shared = (data: Data): CaseRecord => ({
  type: 'PersonalDataShared',
  data: { identifiability: 'identified', ...data },
});

export const consent = (form: string, scope: Data, more: Data = {}): CaseRecord => ({
  type: 'ConsentGiven',
  name: 'consent',
  data: { form, givenBy: 'subject', scope, ...more },
});

export const withdrawal = (more: Data = {}): CaseRecord => ({
  type: 'ConsentWithdrawn',
  data: { withdrawnBy: 'subject', ...more },
});

export const agreement = (recipient: string, more: Data = {}): CaseRecord => ({
  type: 'RecipientAgreementConcluded',
  aboutNobody: true,
  data: { recipient, kind: 'dataProtection', agreement: 'agreement-1', validFrom: '2026-01-01', ...more },
});

export const age = (band: string, more: Data = {}): CaseRecord => ({
  type: 'SubjectAgeAsserted',
  data: { band, basis: 'document', ...more },
});

export const unavailable = (data: Data): CaseRecord => ({ type: 'FunctionUnavailable', data });
