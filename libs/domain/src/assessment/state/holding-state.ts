import type { ClearFieldValues } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { PersonalDataDeleted } from '../../processing/leaving-scope.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { later, latestOf, withDatedFrom } from './dated.ts';
import type { Dated } from './dated.ts';

type CollectedFields = ClearFieldValues<(typeof PersonalDataCollected)['fields']>;

/** One time data of a category came in. */
export interface Collection extends Dated {
  readonly function: string;
  readonly source: CollectedFields['source']['kind'];
  /** How long it was said to be kept, ISO 8601. */
  readonly retentionPeriod?: string;
  readonly endsWithSession?: boolean;
}

/** When data of a category came in and went, as far back as the rules look. */
export interface Holding {
  readonly category: string;
  readonly collected: readonly Collection[];
  readonly deleted: readonly Dated[];
  /** What it was collected for, and since when. */
  readonly purposes: readonly Declared[];
  /** Legal bases it was collected on, likewise. */
  readonly legalBases: readonly Declared[];
  /**
   * From then on the collections and deletions are complete, in milliseconds since 1970: older ones were forgotten. Left out: none was.
   */
  readonly completeFrom?: number;
}

/** A purpose or a legal basis that a collection named. Of each the first two collections are remembered: none is evidence for itself. */
export interface Declared extends Dated {
  readonly term: string;
}

export interface HoldingState {
  readonly holdings: readonly Holding[];
}

export const noHoldings: HoldingState = { holdings: [] };

/** Collections and deletions remembered of each category: the rules ask for the latest before an act. */
const MARK_COUNT_MAX = 32;
/** Purposes, and legal bases, remembered of each category, two records each: beyond it the latest are forgotten. */
const DECLARED_COUNT_MAX = 200;

export function evolveHoldings<S extends HoldingState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, PersonalDataCollected)) {
    const { categories, purposes, function: of, source, legalBasis, retentionPeriod, endsWithSession } = fact.fields;
    const collection: Collection = {
      id,
      at,
      function: of,
      source: source.kind,
      ...(retentionPeriod === undefined ? {} : { retentionPeriod }),
      ...(endsWithSession === undefined ? {} : { endsWithSession }),
    };
    return eachCategory(state, [...new Set(categories.map(({ category }) => category))], (holding) => ({
      ...withMark(holding, 'collected', collection),
      purposes: withDeclared(holding.purposes, { id, at }, purposes),
      legalBases: withDeclared(holding.legalBases, { id, at }, legalBasis === undefined ? [] : [legalBasis]),
    }));
  }
  // What can be brought back was not deleted.
  if (!isFact(fact, PersonalDataDeleted) || fact.fields.method === 'softDeletion') return state;
  return eachCategory(state, fact.fields.categories, (holding) => withMark(holding, 'deleted', { id, at }));
}

function withMark<K extends 'collected' | 'deleted'>(holding: Holding, list: K, mark: Holding[K][number]): Holding {
  const { kept, completeFrom: from } = withDatedFrom<Holding[K][number]>(holding[list], mark, MARK_COUNT_MAX);
  const completeFrom = latestOf(holding.completeFrom, from);
  return { ...holding, [list]: kept, ...(completeFrom === undefined ? {} : { completeFrom }) };
}

function withDeclared(known: readonly Declared[], mark: Dated, terms: readonly string[]): readonly Declared[] {
  return terms.reduce((declared, term) => {
    const [first, second] = declared.filter((one) => one.term === term);
    const item = { ...mark, term };
    if (first?.id === mark.id || (second !== undefined && later(second, item) === item)) return declared;
    // The order of terms decides where one record names several.
    const others = declared.filter((one) => one !== second);
    return [...others, item].toSorted(byTime).slice(0, DECLARED_COUNT_MAX);
  }, known);
}

const byTime = (a: Declared, b: Declared): number =>
  a.at - b.at || compareText(a.id, b.id) || compareText(a.term, b.term);

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What had been declared at an instant, in milliseconds since 1970, by other records than this one. */
export function declaredBefore(
  declared: readonly Declared[],
  { at, recordId }: { readonly at: number; readonly recordId: string },
): readonly Declared[] {
  return declared.filter((one) => one.at <= at && one.id !== recordId);
}

const NEVER_HELD: Omit<Holding, 'category'> = { collected: [], deleted: [], purposes: [], legalBases: [] };

function eachCategory<S extends HoldingState>(
  state: S,
  categories: readonly string[],
  change: (holding: Holding) => Holding,
): S {
  const others = state.holdings.filter(({ category }) => !categories.includes(category));
  const changed = categories.map((category) =>
    change(state.holdings.find((one) => one.category === category) ?? { category, ...NEVER_HELD }),
  );
  return { ...state, holdings: [...others, ...changed].toSorted((a, b) => (a.category < b.category ? -1 : 1)) };
}

/** Whether data of the category came in again after one instant and not later than another. */
export function isCollectedAgain({ holdings }: HoldingState, category: string, after: number, until: number): boolean {
  const holding = holdings.find((one) => one.category === category);
  return holding?.collected.some(({ at }) => at > after && at <= until) === true;
}

/** The last time data of the category came in until an instant. */
export function lastCollection({ holdings }: HoldingState, category: string, until: number): Collection | undefined {
  return holdings.find((one) => one.category === category)?.collected.findLast(({ at }) => at <= until);
}
