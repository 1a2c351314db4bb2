import type { PolicyPack, Vocabulary } from '#libs/domain';
import obligationRows from './obligation-rows.json' with { type: 'json' };
import { policyCases } from './policy-cases.ts';
import { compiled, verdictOf, withoutRow } from './run-case.ts';

/** What became of the rules one text holds. */
export interface PolicyCoverage {
  readonly controllerId: string;
  readonly policyVersion?: string;
  readonly rows: number;
  /** Rows that alone decide the verdict of some case: judged without them, it comes out differently. */
  readonly inForce: readonly { readonly row: string; readonly decides: string }[];
  readonly notMachineCheckable: readonly { readonly row: string; readonly reason: string }[];
  readonly missing: readonly { readonly row: string; readonly why: 'notInPack' | 'noCaseDecides' }[];
  /** Rows of the pack that the reading of the text does not have. */
  readonly beyond: readonly string[];
}

interface ObligationRows {
  readonly rows: { readonly [controllerId: string]: readonly string[] };
  readonly unnumbered: { readonly [controllerId: string]: readonly string[] };
}

/** How far the rules of every text are in force. */
export function coverageOf(packs: readonly PolicyPack[], vocabulary: Vocabulary): readonly PolicyCoverage[] {
  const { rows, unnumbered } = obligationRows as ObligationRows;
  return Object.keys(rows).map((controllerId) => {
    const ids = [...(rows[controllerId] ?? []), ...(unnumbered[controllerId] ?? [])];
    const pack = packs.find((one) => one.controllerId === controllerId);
    return pack === undefined ? nothingOf(controllerId, ids) : coverageOfPack(pack, ids, vocabulary);
  });
}

function nothingOf(controllerId: string, ids: readonly string[]): PolicyCoverage {
  const missing = ids.map((row) => ({ row, why: 'notInPack' as const }));
  return { controllerId, rows: ids.length, inForce: [], notMachineCheckable: [], missing, beyond: [] };
}

function coverageOfPack(pack: PolicyPack, ids: readonly string[], vocabulary: Vocabulary): PolicyCoverage {
  const { controllerId, policyVersion } = pack;
  const inForce: { row: string; decides: string }[] = [];
  const notMachineCheckable: { row: string; reason: string }[] = [];
  const missing: { row: string; why: 'notInPack' | 'noCaseDecides' }[] = [];
  for (const id of ids) {
    const row = pack.rows.find((one) => one.id === id);
    if (row === undefined) missing.push({ row: id, why: 'notInPack' });
    else if (row.notMachineCheckable !== undefined)
      notMachineCheckable.push({ row: id, reason: row.notMachineCheckable });
    else {
      const decides = caseDecidedBy(pack, id, vocabulary);
      if (decides === undefined) missing.push({ row: id, why: 'noCaseDecides' });
      else inForce.push({ row: id, decides });
    }
  }
  const beyond = pack.rows.map(({ id }) => id).filter((id) => !ids.includes(id));
  return { controllerId, policyVersion, rows: ids.length, inForce, notMachineCheckable, missing, beyond };
}

/** Title of the first case whose outcome is another one without the row. */
function caseDecidedBy(pack: PolicyPack, row: string, vocabulary: Vocabulary): string | undefined {
  const whole = compiled(pack, vocabulary);
  const lacking = compiled(withoutRow(pack, row), vocabulary);
  return policyCases[pack.controllerId]?.find(
    (one) => verdictOf(one, whole, vocabulary).outcome !== verdictOf(one, lacking, vocabulary).outcome,
  )?.title;
}
