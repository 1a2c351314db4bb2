import type { Chronicle } from './chronicle.ts';
import type { Fields } from './report.ts';

/** What a company has on file before its first customer comes: one record each, about nobody, and good for all. */
export interface Paperwork {
  /** What its notices name: for what, and which data. */
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  /** What its notices tell beside. Left out: what the text of its policy tells, and no more. */
  readonly items?: readonly string[];
  /** Whom it names, with how to reach them. */
  readonly recipients?: readonly string[];
  readonly agreements: readonly Agreement[];
  /** Legal bases it registered for its purposes. */
  readonly legalBases?: readonly string[];
}

export interface Agreement {
  readonly recipient: string;
  readonly kind: string;
  readonly agreement: string;
}

/** All that China and Europe want people told. */
export const EVERYTHING = [
  'controllerName',
  'controllerContact',
  'legalBasis',
  'method',
  'necessity',
  'impact',
  'retention',
  'rights',
  'rightsProcedure',
  'withdrawal',
  'complaintRoute',
  'source',
] as const;

const OF_RECIPIENTS = ['recipients', 'recipientContact', 'purposes', 'method', 'categories'] as const;

/** File everything on the first day. */
export function filePaperwork(chronicle: Chronicle, paperwork: Paperwork): void {
  const at = chronicle.span.from;
  const { purposes, categories, items, recipients = [], agreements, legalBases } = paperwork;
  const tell = (type: Parameters<Chronicle['tell']>[0], data: Fields): void => chronicle.tell(type, at, data);
  tell('NoticeGiven', {
    ...{ purposes, categories, channel: 'website' },
    ...(items === undefined ? {} : { items, necessityExplained: items.includes('necessity') }),
  });
  if (recipients.length > 0) {
    tell('NoticeGiven', { purposes, categories, channel: 'website', recipients, items: OF_RECIPIENTS });
  }
  for (const agreement of agreements) {
    tell('RecipientAgreementConcluded', { ...agreement, validFrom: '2024-01-01', ...termsOf(agreement) });
  }
  tell('ImpactAssessmentRecorded', {
    assessment: `${chronicle.controllerId}-assessment-1`,
    occasions: ['sensitive', 'automatedDecision', 'entrust', 'provide', 'publish', 'export'],
    contents: ['lawfulnessAndNecessity', 'impactAndRisk', 'protectiveMeasures'],
    carriedOutAt: new Date(at).toISOString(),
    retainUntil: '2030-12-31',
  });
  tell('ProcessingActivityDeclared', {
    activity: 'customers',
    role: 'controller',
    ...{ purposes, categories, subjectCategories: ['customers'] },
    ...(legalBases === undefined ? {} : { legalBases }),
    ...(agreements.length === 0 ? {} : { recipients: [...new Set(agreements.map(({ recipient }) => recipient))] }),
    retention: [{ period: 'P3Y' }],
    securityMeasures: MEASURES,
  });
}

/** What the policies promise, all together. */
const MEASURES = [
  'accessControl',
  'encryptionInTransit',
  'encryptionAtRest',
  'deidentification',
  'masking',
  'isolation',
  'incidentPlan',
  'training',
  'audit',
  'certification',
  'classifiedProtection',
  'secureDestruction',
  'confidentialityDuty',
];

/** What the law wants in a contract with a processor (PIPL Art. 21(1), GDPR Art. 28(3)). */
function termsOf({ kind }: Agreement): Fields {
  return kind === 'processorAgreement'
    ? {
        terms: [
          ...['purpose', 'period', 'method', 'categories', 'protectionMeasures', 'rightsAndDuties', 'confidentiality'],
          ...['instructionsOnly', 'subProcessorApproval', 'assistance', 'returnOrDeletion', 'audit'],
        ],
      }
    : {};
}
