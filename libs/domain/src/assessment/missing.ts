import { breachMissing } from './missing/breach-missing.ts';
import { collectionMissing } from './missing/collection-missing.ts';
import { consentMissing } from './missing/consent-missing.ts';
import { keepingMissing } from './missing/keeping-missing.ts';
import { policyMissing } from './missing/policy-missing.ts';
import { rightsMissing } from './missing/rights-missing.ts';
import type { Say } from './missing/sentence.ts';
import { sharingMissing } from './missing/sharing-missing.ts';
import { transferMissing } from './missing/transfer-missing.ts';
import { useMissing } from './missing/use-missing.ts';

const SENTENCES = {
  ...consentMissing,
  ...collectionMissing,
  ...useMissing,
  ...sharingMissing,
  ...transferMissing,
  ...policyMissing,
  ...keepingMissing,
  ...rightsMissing,
  ...breachMissing,
};

export type MissingCode = keyof typeof SENTENCES;

/** What was missing: a code with what its sentence needs to know. */
export type Missing = {
  [C in MissingCode]: { readonly code: C; readonly params: Parameters<(typeof SENTENCES)[C]>[0] };
}[MissingCode];

/** One sentence: what was missing, and so what would make it conform. */
export function sentenceOf(missing: Missing, say: Say): string {
  // Code and parameters belong together in `Missing`; the compiler loses that on the way through the table.
  const sentence = SENTENCES[missing.code] as (params: Missing['params'], say: Say) => string;
  return sentence(missing.params, say);
}
