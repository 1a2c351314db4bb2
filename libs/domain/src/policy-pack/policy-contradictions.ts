import { colFunction } from '../assessment/rules/col-function.ts';
import { delDeadline } from '../assessment/rules/del-deadline.ts';
import { retLimit } from '../assessment/rules/ret-limit.ts';
import type { RuleData } from './policy-pack.ts';

/** A rule with its place in the pack. */
export interface PlacedRule {
  /** Id of its row. */
  readonly row: string;
  /** JSON pointer into the pack. */
  readonly pointer: string;
  readonly rule: RuleData;
}

/** Two rules about the same thing of which no record can keep both as they are written. */
export interface Contradiction {
  readonly first: PlacedRule;
  readonly second: PlacedRule;
  /** What both are about, for whoever reads of it: `pd:Name`. */
  readonly about: string;
  /** What each says of it. */
  readonly says: readonly [string, string];
}

/** What rules of one kind are about, and what they say of it. Kinds are named only where it is clear what the opposite is. */
interface Comparison {
  readonly kind: string;
  /** What tells whether two are about the same, each entry of it for itself; the first is what is named. */
  readonly about: readonly string[];
  /** Parameters that narrow a rule, and without which it is about all there is. */
  readonly narrowing: readonly string[];
  /** What a rule says; undefined where it says nothing that another one could contradict. */
  readonly saysOf: (rule: RuleData) => string | undefined;
}

interface Period {
  readonly n: number;
  readonly unit: string;
  readonly calendar?: string;
}

/** `automatic` is how something is collected, and contradicts neither of the others. */
const necessityOf = ({ necessity }: RuleData): string | undefined =>
  necessity === 'required' || necessity === 'optional' ? necessity : undefined;

function periodOf({ period }: RuleData): string | undefined {
  if (period === undefined) return undefined;
  const { n, unit, calendar } = period as unknown as Period;
  return `${n} ${unit}${calendar === undefined ? '' : ` (${calendar})`}`;
}

/**
 * A row for one function or category beside another for all of them is an exception and no contradiction; nor is a narrower term
 * beside a wider one.
 */
const COMPARISONS: readonly Comparison[] = [
  {
    kind: colFunction.id,
    about: ['categories', 'functions'],
    narrowing: ['sources', 'sourceNames'],
    saysOf: necessityOf,
  },
  { kind: retLimit.id, about: ['categories'], narrowing: [], saysOf: periodOf },
  { kind: delDeadline.id, about: ['after'], narrowing: [], saysOf: periodOf },
];

/** Each rule that says of something what another one before it denies, with the first of these. */
export function contradictionsIn(rules: readonly PlacedRule[]): readonly Contradiction[] {
  return COMPARISONS.flatMap(({ kind, ...comparison }) => {
    const ofKind = rules.filter(({ rule }) => rule.kind === kind);
    return ofKind.flatMap((second, index): readonly Contradiction[] => {
      for (const first of ofKind.slice(0, index)) {
        const found = opposed(first, second, comparison);
        if (found !== undefined) return [found];
      }
      return [];
    });
  });
}

function opposed(
  first: PlacedRule,
  second: PlacedRule,
  { about, narrowing, saysOf }: Omit<Comparison, 'kind'>,
): Contradiction | undefined {
  const says = [saysOf(first.rule), saysOf(second.rule)] as const;
  const [one, other] = says;
  if (one === undefined || other === undefined || one === other) return undefined;
  const common = about.map((parameter) => commonOf(listOf(first.rule, parameter), listOf(second.rule, parameter)));
  if (common.some((entries) => entries === undefined)) return undefined;
  const apart = narrowing.some((parameter) => {
    const lists = [listOf(first.rule, parameter), listOf(second.rule, parameter)];
    return lists.every((list) => list !== undefined) && commonOf(lists[0], lists[1]) === undefined;
  });
  if (apart) return undefined;
  const named = common.flatMap((entries = []) => entries).join(', ');
  return { first, second, about: named === '' ? 'everything' : named, says: [one, other] };
}

const listOf = (rule: RuleData, parameter: string): readonly string[] | undefined =>
  rule[parameter] as readonly string[] | undefined;

/** What both lists have; all there is, an empty list, where neither is narrowed; undefined where they have nothing in common. */
function commonOf(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one === other ? [] : undefined;
  const both = one.filter((entry) => other.includes(entry));
  return both.length === 0 ? undefined : both;
}
