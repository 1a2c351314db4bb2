import type { PolicyCase } from '../policy-case.ts';
import { kamoerCollecting } from './collecting.cases.ts';
import { kamoerDeleting, kamoerWithdrawal } from './deleting.cases.ts';
import { kamoerBreaches, kamoerPolicy, kamoerRights } from './rights.cases.ts';
import { kamoerHandingOn, kamoerSharing } from './sharing.cases.ts';
import { kamoerUsing } from './using.cases.ts';

export const kamoerCases: readonly PolicyCase[] = [
  ...kamoerCollecting,
  ...kamoerUsing,
  ...kamoerSharing,
  ...kamoerHandingOn,
  ...kamoerDeleting,
  ...kamoerWithdrawal,
  ...kamoerRights,
  ...kamoerBreaches,
  ...kamoerPolicy,
];
