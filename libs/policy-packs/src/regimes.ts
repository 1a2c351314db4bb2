import type { BreachRegime, DeletionRegime, LawRow, NoticeDuty, RightsRegime, TimedLaw } from '#libs/domain';
import { yamlFilesIn } from './data-folder.ts';
import { PolicyPackError } from './policy-pack-error.ts';
import { readYamlFile } from './yaml-file.ts';

/** A row as its file says it; `force` and a notice's `phase` have defaults. */
type Written<R extends LawRow> = Omit<R, 'force' | 'duties'> & { readonly force?: LawRow['force'] };
type WrittenDuty = Omit<NoticeDuty, 'phase'> & { readonly phase?: NoticeDuty['phase'] };

interface RegimeFile {
  readonly title: string;
  readonly breach?: readonly (Written<BreachRegime> & { readonly duties: readonly WrittenDuty[] })[];
  readonly rights?: readonly Written<RightsRegime>[];
  readonly deletion?: readonly Written<DeletionRegime>[];
}

/**
 * The law that gives time for something, of every place the ledger knows: `data/regimes/`.
 *
 * @throws PolicyPackError
 */
export function loadTimedLaw(): TimedLaw {
  const files = yamlFilesIn('regimes').map((file) => readYamlFile<RegimeFile>(file, 'regimes/regime.schema.json'));
  const law: TimedLaw = {
    breach: files.flatMap(({ value }) => (value.breach ?? []).map(breachRegime)),
    rights: files.flatMap(({ value }) => (value.rights ?? []).map(withForce)),
    deletion: files.flatMap(({ value }) => (value.deletion ?? []).map(withForce)),
  };
  const rows: readonly LawRow[] = [...law.breach, ...law.rights, ...law.deletion];
  const repeated = rows.find(({ id }, index) => rows.findIndex((row) => row.id === id) !== index);
  if (repeated !== undefined) throw new PolicyPackError('invalid', `regimes/ has two rows with the id ${repeated.id}.`);
  return law;
}

function withForce<R extends { readonly force?: LawRow['force'] }>(row: R): R & { readonly force: LawRow['force'] } {
  return { ...row, force: row.force ?? 'statute' };
}

function breachRegime(row: NonNullable<RegimeFile['breach']>[number]): BreachRegime {
  return { ...withForce(row), duties: row.duties.map((duty) => ({ ...duty, phase: duty.phase ?? 'initial' })) };
}
