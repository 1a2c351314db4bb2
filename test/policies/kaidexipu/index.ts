import type { PolicyCase } from '../policy-case.ts';
import { kaidexipuCollecting } from './collecting.cases.ts';
import { kaidexipuDisclosing } from './disclosing.cases.ts';
import { kaidexipuRights, kaidexipuSilences } from './rights.cases.ts';

export const kaidexipuCases: readonly PolicyCase[] = [
  ...kaidexipuCollecting,
  ...kaidexipuDisclosing,
  ...kaidexipuRights,
  ...kaidexipuSilences,
];
