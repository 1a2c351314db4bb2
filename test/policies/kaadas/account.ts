import { age, agreement, collected, used } from '../records.ts';

export const email = ['pd:EmailAddress'];
export const location = ['pd:GPSCoordinate'];
/** An unknown age is no adult's: nearly every act turns on it. */
export const adult = age('18+');
export const device = { source: { kind: 'device' } };

/** The agreement and the assessment of security that have to be there before anything is shared. */
export const vetted = (recipient: string) => [
  agreement(recipient, { kind: 'confidentiality' }),
  agreement(recipient, { kind: 'securityAssessment', agreement: 'assessment-1' }),
];

export const collects = (of: string, categories: readonly string[], more: object = {}) =>
  collected({ function: of, purposes: ['dpv:ServiceProvision'], categories, ...more });

export const uses = (more: object = {}) => used({ purposes: ['dpv:ServiceProvision'], categories: email, ...more });
