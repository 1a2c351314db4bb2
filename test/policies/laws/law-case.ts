import type { MissingCode, Outcome, RuleId } from '#libs/domain';
import type { CaseRecord } from '../policy-case.ts';
import { age } from '../records.ts';

/**
 * What a provision demands, as cases: earlier records, one record, and what the law alone makes of it. They are written from the text of the
 * law. Everything but what a case is about is in order, so that the provision alone decides it.
 */
export interface LawCase {
  readonly title: string;
  readonly given?: readonly CaseRecord[];
  readonly when: CaseRecord;
  readonly then: ExpectedFinding | 'conforms';
}

export interface ExpectedFinding {
  readonly outcome: Exclude<Outcome, 'conforms'>;
  /** Provision of the gravest finding: `CN-PIPL-23`. */
  readonly law: string;
  readonly rule: RuleId;
  readonly missing: MissingCode;
}

export const violates = (law: string, rule: RuleId, missing: MissingCode): ExpectedFinding => ({
  ...{ outcome: 'violates', law, rule, missing },
});

export const gap = (law: string, rule: RuleId, missing: MissingCode): ExpectedFinding => ({
  ...{ outcome: 'gap', law, rule, missing },
});

export const SERVICE = 'dpv:ServiceProvision';
export const email = ['pd:EmailAddress'];
export const adult = age('18+');

/** A record about the company. */
export const company = (type: string, data: CaseRecord['data']): CaseRecord => ({ type, aboutNobody: true, data });

/** All that PIPL Art. 17 and 30 and GDPR Art. 13 and 14 have people told. */
export const ITEMS = [
  'controllerName',
  'controllerContact',
  'purposes',
  'legalBasis',
  'method',
  'categories',
  'necessity',
  'impact',
  'retention',
  'rights',
  'rightsProcedure',
  'withdrawal',
  'complaintRoute',
  'source',
] as const;

/** A notice of the company to everybody. */
export const notice = (data: CaseRecord['data'] = {}): CaseRecord =>
  company('NoticeGiven', { purposes: [SERVICE], categories: email, items: ITEMS, channel: 'website', ...data });

/** An impact assessment of everything that needs one. */
export const assessed = (data: CaseRecord['data'] = {}): CaseRecord =>
  company('ImpactAssessmentRecorded', {
    assessment: 'assessment-1',
    occasions: ['sensitive', 'automatedDecision', 'entrust', 'provide', 'publish', 'export'],
    contents: ['lawfulnessAndNecessity', 'impactAndRisk', 'protectiveMeasures'],
    carriedOutAt: '2026-09-01T09:00:00+08:00',
    retainUntil: '2029-12-31',
    ...data,
  });

/** What the registered activity says beside what it is. */
export const REGISTERED = {
  recipientKinds: ['processor'],
  retention: [{ period: 'P1Y' }],
  securityMeasures: ['accessControl', 'training', 'incidentPlan'],
} as const;
