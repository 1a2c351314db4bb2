import { clexCases } from './clex/index.ts';
import { kaadasCases } from './kaadas/index.ts';
import { kaayeeCases } from './kaayee/index.ts';
import { kaidexipuCases } from './kaidexipu/index.ts';
import { kamoerCases } from './kamoer/index.ts';
import type { PolicyCase } from './policy-case.ts';

/** Cases by the controller whose policy judges them. */
export const policyCases: { readonly [controllerId: string]: readonly PolicyCase[] } = {
  clex: clexCases,
  kaayee: kaayeeCases,
  kaadas: kaadasCases,
  kamoer: kamoerCases,
  kaidexipu: kaidexipuCases,
};
