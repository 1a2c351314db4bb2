import { lintPolicyPack, loadVocabulary, shippedPolicySources, type FileRemark } from '#libs/policy-packs';

/** What is wrong with a policy itself, as `pdl policy lint` tells it. */
export interface PolicyDefects {
  /** From the data folder. */
  readonly file: string;
  readonly remarkCount: number;
  readonly defects: readonly FileRemark[];
  /** Topics the text says nothing about, so that the law alone decides. */
  readonly silentTopicCount: number;
}

/**
 * Rows of the five texts that no careful reader passes over: a blank link, brackets left by a template, an annex that is not there, clauses that
 * contradict each other or the law.
 */
const ROWS: { readonly [file: string]: readonly string[] } = {
  clex: ['CLEX-C6', 'CLEX-P4', 'CLEX-P8', 'CLEX-PD', 'CLEX-G1'],
  kaayee: ['KAAY-C1', 'KAAY-D9', 'KAAY-DG'],
  kaadas: ['KAAD-D1', 'KAAD-D8', 'KAAD-D9', 'KAAD-G3', 'KAAD-B1'],
  kamoer: ['KAMO-D3', 'KAMO-D6', 'KAMO-R2', 'KAMO-R3', 'KAMO-G9'],
  kaidexipu: ['KAID-C1', 'KAID-M1'],
};

/** By policy, in the order of their files. */
export function policyDefects(): readonly PolicyDefects[] {
  const vocabulary = loadVocabulary();
  return shippedPolicySources().map((source) => {
    const { remarks } = lintPolicyPack(source, vocabulary);
    const name = source.file.replace(/^.*\/|\.yaml$/g, '');
    const rows = ROWS[name] ?? [];
    const told = remarks.filter(({ row, code }) => row !== undefined && rows.includes(row) && code !== 'silent');
    const silent = remarks.filter(({ code }) => code === 'silent');
    return {
      file: source.file,
      remarkCount: remarks.length,
      defects: [...told, ...silent.filter(({ row }) => row === 'KAMO-G9')],
      silentTopicCount: silent.length,
    };
  });
}

/** Rows that are to be told and were not. */
export function untoldRows(told: readonly PolicyDefects[]): readonly string[] {
  const rows = new Set(told.flatMap(({ defects }) => defects.map(({ row }) => row)));
  return Object.values(ROWS)
    .flat()
    .filter((row) => !rows.has(row));
}
