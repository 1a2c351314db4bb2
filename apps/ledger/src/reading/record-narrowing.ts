import { nearestTerms, resolveTerm, type TermScheme, type Vocabulary } from '#libs/domain';
import { PAGE_LIMIT_DEFAULT, type Paging, type RecordFilters } from '#libs/projections';
import { ProblemError } from '../problems/index.ts';
import type { KnownParties } from '../registries/known-parties.ts';
import type { RecordFiltersDto } from './record-filters.dto.ts';

type StoredFilters = {
  types?: string[];
  categories?: string[];
  purposes?: string[];
  recipients?: string[];
  occurredFrom?: string;
  occurredTo?: string;
  asOf?: string;
  knownAt?: string;
};

/** What a query is narrowed to, in the three forms it is needed in. */
export interface Narrowing {
  readonly filters: RecordFilters;
  /** For the access log, which holds terms as IRIs and instants as they were written. */
  readonly stored: StoredFilters | undefined;
}

/**
 * @throws ProblemError `invalidQuery` for a term that is not in the vocabulary, with the nearest matches, and for a
 *   recipient that is not registered: what is asked for is kept in clear in the access log, and anybody can write a slug
 */
export async function narrowingOf(dto: RecordFiltersDto, parties: KnownParties): Promise<Narrowing> {
  await assertRegistered('recipient', dto.recipient, parties);
  const vocabulary = parties.vocabulary();
  const categories = iris('category', dto.category, vocabulary);
  const purposes = iris('purpose', dto.purpose, vocabulary);
  const occurredTo = earliest(dto.occurredTo, dto.asOf);
  const filters: RecordFilters = {
    ...present('types', dto.type),
    ...present('families', dto.family),
    ...present('categories', categories),
    ...present('purposes', purposes),
    ...present('recipients', dto.recipient),
    ...(dto.occurredFrom === undefined ? {} : { occurredFrom: Date.parse(dto.occurredFrom) }),
    ...(occurredTo === undefined ? {} : { occurredTo }),
    ...(dto.knownAt === undefined ? {} : { knownAt: Date.parse(dto.knownAt) }),
  };
  const stored: StoredFilters = {
    ...present('types', dto.type),
    ...present('categories', categories),
    ...present('purposes', purposes),
    ...present('recipients', dto.recipient),
    ...present('occurredFrom', dto.occurredFrom),
    ...present('occurredTo', dto.occurredTo),
    ...present('asOf', dto.asOf),
    ...present('knownAt', dto.knownAt),
  };
  return { filters, stored: Object.keys(stored).length === 0 ? undefined : stored };
}

/** @throws ProblemError `invalidQuery`, by place and without the id. */
export async function assertRegistered(
  what: 'recipient' | 'controllerId',
  ids: readonly string[] = [],
  parties: KnownParties,
): Promise<void> {
  const isKnown = (id: string): boolean =>
    what === 'recipient' ? parties.hasRecipient(id) : parties.hasController(id);
  if (!ids.every(isKnown)) await parties.refreshIfStale();
  const unknown = ids.findIndex((id) => !isKnown(id));
  if (unknown >= 0) throw invalid(`/${what}/${unknown}`, 'notRegistered', 'must be the id of a registered one');
}

/** @throws ProblemError `invalidQuery` when the page is larger than the ledger gives. */
export function pagingOf({ order, limit, cursor }: RecordFiltersDto, pageCountMax: number): Paging {
  if (limit !== undefined && limit > pageCountMax) {
    throw invalid('/limit', 'tooLarge', `must be at most ${pageCountMax}`);
  }
  return {
    order: order === 'asc' ? 'oldestFirst' : 'newestFirst',
    limit: limit ?? Math.min(PAGE_LIMIT_DEFAULT, pageCountMax),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function iris(scheme: TermScheme, written: string[] | undefined, vocabulary: Vocabulary): string[] | undefined {
  return written?.map((name, index) => {
    const iri = resolveTerm(vocabulary, scheme, name);
    if (iri !== undefined) return iri;
    const nearest = nearestTerms(vocabulary, scheme, name, 3);
    const action =
      nearest.length === 0
        ? 'Read the terms at GET /v1/vocabulary.'
        : `Perhaps one of these was meant: ${nearest.join(', ')}.`;
    throw invalid(`/${scheme}/${index}`, 'unknownTerm', `must be a term of the scheme ${scheme}`, action);
  });
}

function invalid(pointer: string, code: string, message: string, action?: string): ProblemError {
  const error = { pointer, code, message, ...(action === undefined ? {} : { action }) };
  return new ProblemError('invalidQuery', { errors: [error] });
}

function earliest(...instants: readonly (string | undefined)[]): number | undefined {
  const given = instants.filter((instant) => instant !== undefined).map((instant) => Date.parse(instant));
  return given.length === 0 ? undefined : Math.min(...given);
}

function present<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  const empty = value === undefined || (Array.isArray(value) && value.length === 0);
  return (empty ? {} : { [name]: value }) as { [P in K]?: V };
}
