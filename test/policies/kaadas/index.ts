import type { PolicyCase } from '../policy-case.ts';
import { kaadasCollecting } from './collecting.cases.ts';
import { kaadasDeleting } from './deleting.cases.ts';
import { kaadasBreaches, kaadasPolicy, kaadasRights } from './rights.cases.ts';
import { kaadasHandingOn, kaadasSharing } from './sharing.cases.ts';

export const kaadasCases: readonly PolicyCase[] = [
  ...kaadasCollecting,
  ...kaadasSharing,
  ...kaadasHandingOn,
  ...kaadasDeleting,
  ...kaadasRights,
  ...kaadasBreaches,
  ...kaadasPolicy,
];
