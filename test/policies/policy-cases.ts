import { clexCases } from './clex/index.ts';
import type { PolicyCase } from './policy-case.ts';

/** Cases by the controller whose policy judges them. */
export const policyCases: { readonly [controllerId: string]: readonly PolicyCase[] } = {
  clex: clexCases,
};
