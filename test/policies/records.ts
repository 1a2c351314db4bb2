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

export const request = (right: string, data: Data = {}): CaseRecord => ({
  type: 'RightsRequestReceived',
  data: { requestId: 'request-1', right, channel: 'email', receivedFrom: 'subject', ...data },
});

export const identityChecked = (outcome: string): CaseRecord => ({
  type: 'RightsRequestIdentityChecked',
  data: { requestId: 'request-1', outcome },
});

export const answer = (outcome: string, data: Data = {}): CaseRecord => ({
  type: 'RightsRequestAnswered',
  data: { requestId: 'request-1', outcome, ...data },
});

export const breach = (awareAt: string): CaseRecord => ({
  type: 'BreachDetected',
  aboutNobody: true,
  data: { breachId: 'breach-1', awareAt, nature: ['confidentiality'], cause: 'externalMalicious' },
});

/** The four things that three of the policies promise to tell of a breach. */
export const FOUR_ITEMS = ['basicFacts', 'impact', 'measuresTaken', 'selfProtectionAdvice', 'remedies'] as const;

export const breachNotice = (data: Data = {}): CaseRecord => ({
  type: 'BreachNoticeGiven',
  aboutNobody: true,
  data: {
    breachId: 'breach-1',
    audience: 'subjects',
    phase: 'initial',
    contents: FOUR_ITEMS,
    channel: 'push',
    ...data,
  },
});

export const deleted = (ground: string, data: Data): CaseRecord => ({
  type: 'PersonalDataDeleted',
  data: { method: 'erasure', ground, ...data },
});

export const activity = (data: Data): CaseRecord => ({
  type: 'ProcessingActivityDeclared',
  aboutNobody: true,
  data: {
    activity: 'shop',
    role: 'controller',
    purposes: ['dpv:ServiceProvision'],
    subjectCategories: ['customers'],
    categories: ['pd:EmailAddress'],
    ...data,
  },
});
