import type { JurisdictionPack, PolicyPack, Vocabulary } from '#libs/domain';
import lawRows from './law-rows.json' with { type: 'json' };
import { lawCases } from './laws/index.ts';
import { compiledLaws, silentPolicy, verdictByLaw, withoutLaw } from './laws/run-law-case.ts';

/** What became of the provisions of one law. */
export interface LawCoverage {
  readonly pack: string;
  readonly rows: number;
  /** Provisions that alone decide the verdict of some case: judged without them, it comes out differently. */
  readonly inForce: readonly { readonly row: string; readonly decides: string }[];
  readonly notMachineCheckable: readonly { readonly row: string; readonly reason: string }[];
  /** Shipped for information: proposed, or enacted and not in force. */
  readonly notInForce: readonly { readonly row: string; readonly status: string }[];
  readonly missing: readonly { readonly row: string; readonly why: 'notInPack' | 'noCaseDecides' }[];
  /** Provisions of the pack that the reading of the law does not have. */
  readonly beyond: readonly string[];
}

/** How far the provisions of every law are in force. */
export function lawCoverageOf(
  packs: readonly JurisdictionPack[],
  { like, vocabulary }: { readonly like: PolicyPack; readonly vocabulary: Vocabulary },
): readonly LawCoverage[] {
  const policy = silentPolicy(like, vocabulary);
  const outcomes = (laws: readonly JurisdictionPack[], jurisdiction: string): readonly string[] => {
    const compiled = compiledLaws(laws, jurisdiction, vocabulary);
    return (lawCases[jurisdiction] ?? []).map((one) => verdictByLaw(one, { policy, laws: compiled }).outcome);
  };
  const whole = new Map(Object.keys(lawCases).map((jurisdiction) => [jurisdiction, outcomes(packs, jurisdiction)]));
  const caseDecidedBy = (row: string, jurisdiction: string): string | undefined => {
    const lacking = outcomes(withoutLaw(packs, row), jurisdiction);
    const at = whole.get(jurisdiction)?.findIndex((outcome, index) => outcome !== lacking[index]) ?? -1;
    return lawCases[jurisdiction]?.[at]?.title;
  };
  return Object.entries(lawRows.provisions).map(([pack, ids]) => coverageOfLaw(pack, ids, { packs, caseDecidedBy }));
}

function coverageOfLaw(
  pack: string,
  ids: readonly string[],
  {
    packs,
    caseDecidedBy,
  }: {
    readonly packs: readonly JurisdictionPack[];
    readonly caseDecidedBy: (row: string, jurisdiction: string) => string | undefined;
  },
): LawCoverage {
  const inForce: { row: string; decides: string }[] = [];
  const notMachineCheckable: { row: string; reason: string }[] = [];
  const notInForce: { row: string; status: string }[] = [];
  const missing: { row: string; why: 'notInPack' | 'noCaseDecides' }[] = [];
  const rules = packs.flatMap((one) => one.rules);
  for (const row of ids) {
    const law = rules.find(({ id }) => id === row);
    if (law === undefined) missing.push({ row, why: 'notInPack' });
    else if (law.status !== 'inForce') notInForce.push({ row, status: law.status });
    else if (law.notMachineCheckable !== undefined) notMachineCheckable.push({ row, reason: law.notMachineCheckable });
    else {
      const decides = caseDecidedBy(row, law.jurisdiction);
      if (decides === undefined) missing.push({ row, why: 'noCaseDecides' });
      else inForce.push({ row, decides });
    }
  }
  const own = packs.find((one) => one.rules.some(({ id }) => ids.includes(id)))?.rules ?? [];
  const beyond = own.map(({ id }) => id).filter((id) => !ids.includes(id));
  return { pack, rows: ids.length, inForce, notMachineCheckable, notInForce, missing, beyond };
}
