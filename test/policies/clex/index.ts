import type { PolicyCase } from '../policy-case.ts';
import { clexCollecting } from './collecting.cases.ts';
import { clexHandingOn } from './handing-on.cases.ts';
import { clexBreaches, clexDeleting, clexRights } from './leaving.cases.ts';
import { clexExceptions, clexOtherSources } from './other-sources.cases.ts';
import { clexSharing } from './sharing.cases.ts';
import { clexSecurity, clexSilences } from './silences.cases.ts';
import { clexStopping, clexUsing } from './using.cases.ts';

export const clexCases: readonly PolicyCase[] = [
  ...clexCollecting,
  ...clexOtherSources,
  ...clexExceptions,
  ...clexUsing,
  ...clexStopping,
  ...clexSharing,
  ...clexHandingOn,
  ...clexSilences,
  ...clexSecurity,
  ...clexDeleting,
  ...clexRights,
  ...clexBreaches,
];
