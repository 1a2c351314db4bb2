/**
 * What a policy can speak about. For each topic a pack either has rules or says that the policy is silent; where it does neither,
 * the verdict is a gap, for silence is never read as permission.
 */
export const TOPICS = [
  'scope',
  'acceptance',
  'collection',
  'notice',
  'sensitive',
  'minors',
  'legalBasis',
  'consentExceptions',
  'purposes',
  'marketing',
  'personalisation',
  'automatedDecisions',
  'sharing',
  'sale',
  'recipientContract',
  'transfer',
  'publicDisclosure',
  'authorityDisclosure',
  'crossBorder',
  'retention',
  'cookies',
  'deletion',
  'deletionPropagation',
  'backups',
  'anonymisation',
  'access',
  'correction',
  'rightsResponse',
  'identityVerification',
  'refusal',
  'fees',
  'withdrawal',
  'breach',
  'policyChange',
  'security',
  'complaints',
] as const;

export type Topic = (typeof TOPICS)[number];

/** Topics a fact of this type always turns on, so that a pack has to say something about them. */
export const TOPICS_OF_FACT: { readonly [type: string]: readonly Topic[] } = {
  PersonalDataCollected: ['collection'],
  PersonalDataUsed: ['purposes'],
  PersonalDataShared: ['sharing'],
  PersonalDataTransferred: ['transfer'],
  PersonalDataExported: ['crossBorder'],
  PersonalDataPubliclyDisclosed: ['publicDisclosure'],
  SubjectAgeAsserted: ['minors'],
  RecipientDeletionNotified: ['deletionPropagation'],
  RecipientDeletionAnswered: ['deletionPropagation'],
  PolicyChangeAnnounced: ['policyChange'],
};
