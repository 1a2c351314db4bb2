import type { ClearFieldValues } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { PersonalDataDeleted } from '../../processing/leaving-scope.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
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
  /** What it was collected for, every time taken together, sorted. */
  readonly purposes: readonly string[];
  /** Legal bases it was collected on, likewise. */
  readonly legalBases: readonly string[];
}

export interface HoldingState {
  readonly holdings: readonly Holding[];
}

export const noHoldings: HoldingState = { holdings: [] };

/** Collections and deletions remembered of each category: the rules ask for the latest before an act. */
const MARK_COUNT_MAX = 8;

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
      ...holding,
      collected: withDated(holding.collected, collection, MARK_COUNT_MAX),
      purposes: [...new Set([...holding.purposes, ...purposes])].toSorted(),
      legalBases: [...new Set([...holding.legalBases, ...(legalBasis === undefined ? [] : [legalBasis])])].toSorted(),
    }));
  }
  // What can be brought back was not deleted.
  if (!isFact(fact, PersonalDataDeleted) || fact.fields.method === 'softDeletion') return state;
  return eachCategory(state, fact.fields.categories, (holding) => ({
    ...holding,
    deleted: withDated(holding.deleted, { id, at }, MARK_COUNT_MAX),
  }));
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
