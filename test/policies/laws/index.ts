import { gdprHandingOn } from './gdpr-handing-on.cases.ts';
import { gdprProcessing } from './gdpr-processing.cases.ts';
import { gdprRights } from './gdpr-rights.cases.ts';
import type { LawCase } from './law-case.ts';
import { piplHandingOn } from './pipl-handing-on.cases.ts';
import { piplProcessing } from './pipl-processing.cases.ts';
import { piplRights } from './pipl-rights.cases.ts';

/** Cases by whose law decides them: all laws of the jurisdiction together. */
export const lawCases: { readonly [jurisdiction: string]: readonly LawCase[] } = {
  EEA: [...gdprProcessing, ...gdprHandingOn, ...gdprRights],
  CN: [...piplProcessing, ...piplHandingOn, ...piplRights],
};
