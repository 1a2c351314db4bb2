/** A finding by its rule and by the row of the policy, or the provision of the law, that asserts it. */
export interface ExpectedFinding {
  readonly rule: string;
  readonly assertedBy: string;
}

const of = (rule: string, assertedBy: string): ExpectedFinding => ({ rule, assertedBy });

/** What each company does that its policy or the law does not allow: told in the lives, to be found by the ledger. */
export const EXPECTED_FINDINGS: { readonly [controllerId: string]: readonly ExpectedFinding[] } = {
  clex: [of('SHR-AFFILIATE', 'CLEX-D4'), of('COL-THIRDPARTY', 'CLEX-C6'), of('SHR-PI', 'CN-PIPL-23')],
  kaayee: [of('SHR-NAMED', 'KAAY-D4m'), of('USE-MARKETING', 'KAAY-P6'), of('COL-NOTICE', 'CN-PIPL-17')],
  kaadas: [of('SHR-NAMED', 'KAAD-D7'), of('COL-EMPLOYER', 'KAAD-C1'), of('SHR-PI', 'CN-PIPL-23')],
  kamoer: [of('USE-MARKETING', 'KAMO-C6'), of('COL-EXCEPTION', 'KAMO-Xj')],
  kaidexipu: [of('COL-MINOR', 'KAID-M1'), of('COL-NOTICE', 'CN-PIPL-17')],
};
