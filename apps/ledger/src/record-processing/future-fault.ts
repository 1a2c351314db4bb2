import { fieldPlaces, type EventDefinition, type RecordReport } from '#libs/domain';
import type { ProblemFieldError } from '../problems/index.ts';

/** What has not happened is no fact, lawful or not (ADR 0001). The clocks of those who report may be off by some time. */
export interface Ahead {
  /** The latest the ledger knows it has been, in milliseconds since 1970. */
  readonly latest: number;
  readonly aheadSMax: number;
}

/**
 * A record of what is still to come, or one that says in its data that something had happened then: clocks of law start there.
 * What it tells of the future in its data (an expiry, an effective date) is no matter.
 */
export function futureFaults(
  { occurredAt, data }: Pick<RecordReport, 'occurredAt' | 'data'>,
  definition: EventDefinition,
  { latest, aheadSMax }: Ahead,
): ProblemFieldError[] {
  const latestMost = latest + aheadSMax * 1_000;
  const faults = Date.parse(occurredAt) > latestMost ? [aheadAt('/occurredAt', aheadSMax)] : [];
  for (const path of pastPathsOf(definition)) {
    const written = valueAt(data, path);
    // What is not written as a time is told by the check of the field itself.
    if (typeof written !== 'string' || !(Date.parse(written) > latestMost)) continue;
    faults.push(aheadAt(`/data/${path.join('/')}`, aheadSMax));
  }
  return faults;
}

const aheadAt = (pointer: string, aheadSMax: number): ProblemFieldError => ({
  pointer,
  code: 'tooLate',
  message: `must not be more than ${aheadSMax} seconds ahead of the ledger's clock`,
  action: 'Correct the time, or the clock it was taken from; report what is to come when it has happened.',
});

type Path = readonly string[];

/** By definition: unfolding its fields for each record would be most of this check. */
const pastPaths = new WeakMap<EventDefinition, readonly Path[]>();

function pastPathsOf(definition: EventDefinition): readonly Path[] {
  const known = pastPaths.get(definition);
  if (known !== undefined) return known;
  const found = fieldPlaces(definition)
    .filter(({ field }) => field.kind === 'instant' && field.past === true)
    .map(({ path }) => path.split('.'));
  pastPaths.set(definition, found);
  return found;
}

/** Of objects within objects: no such instant stands in a list. */
function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, name) => (typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined),
    data,
  );
}
