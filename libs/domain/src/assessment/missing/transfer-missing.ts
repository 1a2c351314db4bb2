import type { ImpactAssessmentRecorded } from '../../breach/impact-assessment.ts';
import type { Sentences } from './sentence.ts';

type Occasion = (typeof ImpactAssessmentRecorded)['fields']['occasions']['of']['values'][number];

/** What an impact assessment was due for, in words. */
const OCCASIONS: { readonly [O in Occasion]: string } = {
  sensitive: 'the collection of sensitive data',
  automatedDecision: 'the automated decision',
  entrust: 'entrusting the data to a processor',
  provide: 'providing the data to another handler',
  publish: 'the publication',
  export: 'the export',
  majorEffect: 'the major effect on people',
  highRisk: 'the high risk for people',
};

export const transferMissing = {
  successorNotBound: (p: { readonly newController: string; readonly wanted: readonly string[] }) =>
    `What the successor ${p.newController} is bound to is not declared: record its commitment (${p.wanted.join(' or ')}).`,
  successorDeclined: (p: { readonly newController: string }) =>
    `The successor ${p.newController} is not bound to the policy, and the person has not agreed to go on with it.`,
  exportForbidden: (p: { readonly toCountry: string }) =>
    `Data must not leave the country, and went to ${p.toCountry}.`,
  mechanismNotAllowed: (p: { readonly mechanism: string; readonly allowed: readonly string[] }) =>
    `It left the country on the mechanism ${p.mechanism}; what is needed is ${p.allowed.join(' or ')}.`,
  neitherMechanismNorConsent: (p: { readonly mechanism: string; readonly allowed: readonly string[] }) =>
    `It left the country on the mechanism ${p.mechanism}; what is needed is ${p.allowed.join(' or ')}, or consent.`,
  mechanismNotShown: (p: { readonly mechanism: string; readonly toCountry: string }) =>
    `Whether the mechanism ${p.mechanism} holds for ${p.toCountry} is not known here: rely on a mechanism whose document is recorded, or have somebody look it up and accept the finding.`,
  mechanismNotOnFile: (p: { readonly mechanism: string }) =>
    `The document of the mechanism ${p.mechanism} is not on file: name it in mechanismRef and record it.`,
  mechanismNotInForce: (p: { readonly mechanism: string; readonly document: string }) =>
    `The document ${p.document} of the mechanism ${p.mechanism} was not in force on that day.`,
  impactAssessmentMissing: (p: { readonly occasion: Occasion }) =>
    `No impact assessment of ${OCCASIONS[p.occasion]} was made before.`,
  assessmentLacks: (p: { readonly assessment: string; readonly contents: readonly string[] }) =>
    `The impact assessment ${p.assessment} did not look at: ${p.contents.join(', ')}.`,
  assessmentKeptTooShort: (p: { readonly assessment: string; readonly until: string }) =>
    `The report of the impact assessment ${p.assessment} has to be kept until ${p.until}.`,
  assessmentNotDeclared: (p: { readonly assessment: string; readonly items: readonly string[] }) =>
    `Of the impact assessment ${p.assessment} it is not declared: ${p.items.join(', ')}.`,
  impactAssessmentNotOnFile: (p: { readonly assessment: string }) =>
    `The impact assessment ${p.assessment} is not on file: record it.`,
} satisfies Sentences;
