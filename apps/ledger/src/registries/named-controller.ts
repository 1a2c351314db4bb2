import { ProblemError, type ProblemFieldError } from '../problems/index.ts';
import type { KnownParties } from './known-parties.ts';

/** The place of the field; a body that was read as a text also has a line and a column. */
type At = Pick<ProblemFieldError, 'line' | 'column'>;

/**
 * A company that a body names is one that is registered.
 * @throws ProblemError `unknownController`, with the pointer `/controllerId`
 */
export async function assertControllerNamed(controllerId: string, parties: KnownParties, at: At = {}): Promise<void> {
  if (await isRegistered(controllerId, parties)) return;
  const error = {
    pointer: '/controllerId',
    code: 'notRegistered',
    message: 'must be the id of a registered one',
    ...at,
  };
  throw new ProblemError('unknownController', { errors: [error] });
}

/**
 * A company in a path is one that is registered.
 * @throws ProblemError `notFound`
 */
export async function assertControllerThere(controllerId: string, parties: KnownParties): Promise<void> {
  if (!(await isRegistered(controllerId, parties))) throw new ProblemError('notFound');
}

async function isRegistered(controllerId: string, parties: KnownParties): Promise<boolean> {
  if (!parties.hasController(controllerId)) await parties.refreshIfStale();
  return parties.hasController(controllerId);
}
