import type { RuleKind } from '../rule-kind.ts';
import { colFunction } from './col-function.ts';
import { colNotice } from './col-notice.ts';
import { scopeOut } from './scope-out.ts';
import { shrGround } from './shr-ground.ts';
import { usePurpose } from './use-purpose.ts';

/** Every rule kind, in the order their findings are told. */
export const ruleKinds: readonly RuleKind[] = [scopeOut, colNotice, colFunction, usePurpose, shrGround];
