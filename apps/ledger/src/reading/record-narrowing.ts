import {
  isWithin,
  nearestTerms,
  PERSONAL_DATA,
  resolveTerm,
  type FieldsOf,
  type HistoryRead,
  type TermScheme,
  type Vocabulary,
} from '#libs/domain';
import {
  PAGE_LIMIT_DEFAULT,
  RECORD_FILTERS,
  type FilterKind,
  type Paging,
  type RecordFilters,
} from '#libs/projections';
import { ProblemError } from '../problems/index.ts';
import type { KnownParties } from '../registries/known-parties.ts';
import type { FilterParameters, RecordFiltersDto } from './record-filters.dto.ts';

/** What a query is narrowed to, in the two forms it is needed in. */
export interface Narrowing {
  readonly filters: RecordFilters;
  /** For the access log, which holds terms as IRIs and instants as they were written. */
  readonly stored: FieldsOf<typeof HistoryRead>['filters'];
}

/**
 * @throws ProblemError `invalidQuery` for a time that ends before it begins, for a term that is not in the vocabulary, with
 *   the nearest matches, and for a recipient that is not registered: what is asked for is kept in clear in the access log,
 *   and anybody can write a slug
 */
export async function narrowingOf(dto: RecordFiltersDto & FilterParameters, parties: KnownParties): Promise<Narrowing> {
  await assertRegistered('recipient', dto.recipient, parties);
  const { occurredFrom, occurredTo } = dto;
  if (occurredFrom !== undefined && occurredTo !== undefined && Date.parse(occurredTo) < Date.parse(occurredFrom)) {
    throw invalid('/occurredTo', 'tooEarly', 'must not be before occurredFrom');
  }
  const filters: { [name: string]: number | readonly string[] } = {};
  const stored: { [name: string]: string | readonly string[] } = {};
  for (const [name, { parameter, kind }] of Object.entries(RECORD_FILTERS)) {
    const written = dto[parameter];
    if (written === undefined || written.length === 0) continue;
    if (typeof written === 'string') {
      filters[name] = Date.parse(written);
      stored[name] = written;
    } else filters[name] = stored[name] = isScheme(kind) ? iris(kind, written, parties.vocabulary()) : written;
  }
  // Both tables are by the same names, and the DTO has judged the values.
  return { filters, stored: Object.keys(stored).length === 0 ? undefined : stored };
}

const isScheme = (kind: FilterKind): kind is TermScheme & FilterKind =>
  !['eventType', 'family', 'recipient', 'instant'].includes(kind);

/**
 * @param asked The parameter's value: one id, or a list whose places are told apart.
 * @throws ProblemError `invalidQuery`, by place and without the id.
 */
export async function assertRegistered(
  what: 'recipient' | 'controllerId',
  asked: string | readonly string[] = [],
  parties: KnownParties,
): Promise<void> {
  const ids = typeof asked === 'string' ? [asked] : asked;
  const isKnown = (id: string): boolean =>
    what === 'recipient' ? parties.hasRecipient(id) : parties.hasController(id);
  if (!ids.every(isKnown)) await parties.refreshIfStale();
  const unknown = ids.findIndex((id) => !isKnown(id));
  const pointer = typeof asked === 'string' ? `/${what}` : `/${what}/${unknown}`;
  if (unknown >= 0) throw invalid(pointer, 'notRegistered', 'must be the id of a registered one');
}

/** @throws ProblemError `invalidQuery` when the page is larger than the ledger gives. */
export function pagingOf(
  { order, limit, cursor }: Pick<RecordFiltersDto, 'order' | 'limit' | 'cursor'>,
  pageCountMax: number,
): Required<Pick<Paging, 'order' | 'limit'>> & Paging {
  if (limit !== undefined && limit > pageCountMax) {
    throw invalid('/limit', 'tooLarge', `Expected at most ${pageCountMax}.`);
  }
  return {
    order: order === 'asc' ? 'oldestFirst' : 'newestFirst',
    limit: limit ?? Math.min(PAGE_LIMIT_DEFAULT, pageCountMax),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/**
 * Categories as IRIs, with all that are part of them: whoever has an address has contact data. Undefined for all there are.
 * @throws ProblemError `invalidQuery`
 */
export function categoriesWithin(
  written: readonly string[] | undefined,
  vocabulary: Vocabulary,
): readonly string[] | undefined {
  if (written === undefined || written.length === 0) return undefined;
  const asked = iris('category', written, vocabulary);
  if (asked.includes(PERSONAL_DATA)) return undefined;
  const narrower = vocabulary.terms.filter(
    ({ scheme, iri }) => scheme === 'category' && asked.some((wider) => isWithin(vocabulary, iri, wider)),
  );
  return [...new Set([...asked, ...narrower.map(({ iri }) => iri)])].toSorted();
}

/** Most categories that an access event keeps: wide ones have more, and then it tells more people, never fewer. */
const KEPT_CATEGORIES_MAX = 50;

export function keptCategories(categories: readonly string[] | undefined): { readonly categories?: readonly string[] } {
  return categories === undefined || categories.length > KEPT_CATEGORIES_MAX ? {} : { categories };
}

/** @throws ProblemError `invalidQuery` for what is not in the vocabulary, with the nearest matches */
export function iris(scheme: TermScheme, written: readonly string[], vocabulary: Vocabulary): readonly string[] {
  return written.map((name, index) => {
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
