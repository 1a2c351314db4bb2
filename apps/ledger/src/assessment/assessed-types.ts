import { definitions, PolicyVersionPublished, ReassessmentRequested } from '#libs/domain';
import type { StreamCategory } from '#libs/domain';

const ASSESSED: ReadonlySet<StreamCategory> = new Set(['dataSubject', 'dataController']);

/**
 * What the assessor reads of the log: whatever may stand in the streams it follows, and what tells it how to judge. Its own
 * findings, accesses and the like it does not need to see.
 */
export const ASSESSED_TYPES: readonly string[] = [
  ...[...definitions.values()]
    .filter(({ streams }) => streams.some((one) => ASSESSED.has(one)))
    .map(({ type }) => type),
  PolicyVersionPublished.type,
  ReassessmentRequested.type,
];
