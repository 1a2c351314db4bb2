import { assertController, type Principal } from '../identity/index.ts';
import type { KnownParties } from '../registries/known-parties.ts';
import type { ReadModels } from './read-models.ts';
import { assertRegistered } from './record-narrowing.ts';

/**
 * Controllers a search reaches: those asked for, all of them permitted, or else all that are.
 * @throws ProblemError `controllerNotAllowed`, `invalidQuery`
 */
export async function controllersReached(
  asked: readonly string[] | undefined,
  principal: Principal,
  { readModels, parties }: { readonly readModels: ReadModels; readonly parties: KnownParties },
): Promise<readonly string[]> {
  if (asked !== undefined) {
    for (const one of asked) assertController(principal, one);
    // The search is recorded in the stream of each: one that is not registered must not come to have a stream.
    await assertRegistered('controllerId', asked, parties);
    return asked;
  }
  if (principal.controllers !== 'all') return principal.controllers;
  return (await readModels.queries.registries.controllers()).map(({ controllerId }) => controllerId);
}
