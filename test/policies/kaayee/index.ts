import type { PolicyCase } from '../policy-case.ts';
import { kaayeeCollecting } from './collecting.cases.ts';
import { kaayeeDisclosing } from './disclosing.cases.ts';
import { kaayeeSharing } from './sharing.cases.ts';
import { kaayeeSilences } from './silences.cases.ts';
import { kaayeeUsing } from './using.cases.ts';

export const kaayeeCases: readonly PolicyCase[] = [
  ...kaayeeCollecting,
  ...kaayeeUsing,
  ...kaayeeSharing,
  ...kaayeeDisclosing,
  ...kaayeeSilences,
];
