import { PersonalDataShared } from '../processing/handing-over.ts';
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';

/** Whether only numbers were handed on that tell of nobody: these are no personal data any more (PIPL Art. 4, 73(4); GDPR Recital 26). */
export function isStatistical(fact: Fact): boolean {
  return isFact(fact, PersonalDataShared) && fact.fields.identifiability === 'statistical';
}
