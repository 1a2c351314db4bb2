import { CliError } from './cli-error.ts';

/** The data folder of the service; an empty variable counts as absent, as it does there. */
export function dataDirOf(given: string | undefined): string {
  const dataDir = given ?? process.env['PDL_DATA_DIR'];
  if (dataDir === undefined || dataDir === '') {
    throw new CliError('usage', 'Name the data folder of the service with --data-dir or PDL_DATA_DIR.');
  }
  return dataDir;
}
