import type { HeldEntry, HeldSubject } from '#libs/projections';
import { instantText } from '../reading/paged-query.dto.ts';
import type { HeldSubjectDto, HoldingDto, RecordReferenceDto } from './holdings.dto.ts';

export function holdingView(entry: HeldEntry): HoldingDto {
  const { subjectId, controllerId, holder, categories, dataset, identifiability, basis } = entry;
  const { since, until, sinceRecord, untilRecord, knownFrom, knownTo } = entry;
  return {
    ...{ subjectId, controllerId, holder, categories },
    ...(dataset === undefined ? {} : { dataset }),
    identifiability,
    ...basis,
    since: instantText(since),
    ...(until === undefined ? {} : { until: instantText(until) }),
    sinceRecord: referenceView(sinceRecord),
    ...(untilRecord === undefined ? {} : { untilRecord: referenceView(untilRecord) }),
    knownFrom: instantText(knownFrom),
    ...(knownTo === undefined ? {} : { knownTo: instantText(knownTo) }),
  };
}

function referenceView({ id, type, recordedAt }: HeldEntry['sinceRecord']): RecordReferenceDto {
  return { id, type, recordedAt: instantText(recordedAt) };
}

/** Columns of a file of them. */
export const HELD_SUBJECT_COLUMNS = [
  'subjectId',
  'personId',
  'categories',
  'since',
  'until',
] as const satisfies readonly (keyof HeldSubjectDto)[];

export function heldSubjectView({ subjectId, survivorId, categories, since, until }: HeldSubject): HeldSubjectDto {
  return {
    subjectId,
    ...(survivorId === undefined ? {} : { personId: survivorId }),
    categories,
    since: instantText(since),
    ...(until === undefined ? {} : { until: instantText(until) }),
  };
}
