import { describe } from '@jest/globals';
import { postgresRefusal } from './postgres-server.ts';

/** `describe` where there is a server; else a skip that says why, and no less. To be awaited at the top of a spec. */
export async function describeOnPostgres(): Promise<(title: string, define: () => void) => void> {
  const reason = await postgresRefusal();
  if (reason === undefined) return describe;
  return (title, define) => describe.skip(`${title} (${reason})`, define);
}
