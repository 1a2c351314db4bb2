import { isAmong } from '../assessment/categories.ts';
import { outOfScopeIn } from '../assessment/compile.ts';
import { colFunction } from '../assessment/rules/col-function.ts';
import { ruleKinds } from '../assessment/rules/index.ts';
import { scopeOut } from '../assessment/rules/scope-out.ts';
import type { OutOfScope } from '../assessment/scope.ts';
import type { StoredValue } from '../stored-event.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { contradictionsIn, type PlacedRule } from './policy-contradictions.ts';
import type { PolicyPack, PolicyRow, RuleData } from './policy-pack.ts';
import { TOPICS_OF_FACT, type Topic } from './topic.ts';

export type PolicyRemarkCode =
  /** A topic on which records turn is neither ruled nor passed over in silence: every one of them will be a gap. */
  | 'unruled'
  /** A rule before it says the opposite of the same thing: records are judged by both. */
  | 'contradiction'
  /** The same rule stands before it: taken out, every record would be judged the same. */
  | 'repeatedRule'
  /** The same entry stands before it in the list. */
  | 'repeatedEntry'
  /** A rule about nothing but what another row says the policy does not speak about. */
  | 'outOfScope'
  /** What is wrong with a clause, or how it was read. */
  | 'note'
  | 'notMachineCheckable'
  /** The policy says nothing here, so that the law alone decides. */
  | 'silent';

/** What the author of a pack should know of it that is no fault. */
export interface PolicyRemark {
  readonly code: PolicyRemarkCode;
  /** JSON pointer into the pack. */
  readonly pointer: string;
  /** Id of the row it is about, if it is about one. */
  readonly row?: string;
  readonly message: string;
  /** JSON pointer to what it contradicts. */
  readonly against?: string;
}

/**
 * What there is to say about a pack that `readPolicyPack` found no fault with. A topic that is both ruled and passed over in silence is a
 * fault already.
 */
export function remarksOn(pack: PolicyPack, vocabulary: Vocabulary): readonly PolicyRemark[] {
  return [
    ...unruled(pack),
    ...silences(pack.silentOn, ''),
    ...pack.rows.flatMap((row, index) => remarksOnRow(row, `/rows/${index}`)),
    ...repeatedRules(pack),
    ...contradictions(pack),
    ...rulesOutOfScope(pack, vocabulary),
  ];
}

function rulesOf({ rows }: PolicyPack): readonly PlacedRule[] {
  return rows.flatMap(({ id, rules = [] }, at) =>
    rules.map((rule, index) => ({ row: id, pointer: `/rows/${at}/rules/${index}`, rule })),
  );
}

function unruled(pack: PolicyPack): readonly PolicyRemark[] {
  const kinds = new Set(rulesOf(pack).map(({ rule }) => rule.kind));
  const answered = new Set<Topic>([
    ...ruleKinds.filter(({ id }) => kinds.has(id)).map(({ topic }) => topic),
    ...(pack.silentOn ?? []),
    ...pack.rows.flatMap(({ silentOn = [] }) => silentOn),
  ]);
  const turning = new Map<Topic, string[]>();
  for (const [type, topics] of Object.entries(TOPICS_OF_FACT)) {
    for (const topic of topics) turning.set(topic, [...(turning.get(topic) ?? []), type]);
  }
  return [...turning]
    .filter(([topic]) => !answered.has(topic))
    .map(([topic, types]) => ({
      code: 'unruled',
      pointer: '/rows',
      message: `No row rules ${topic}, and silentOn does not name it: every ${types.join(', ')} will be a gap (POL-SILENCE).`,
    }));
}

function silences(topics: readonly Topic[] = [], pointer: string, row?: string): readonly PolicyRemark[] {
  return topics.map((topic, index) => ({
    code: 'silent',
    pointer: `${pointer}/silentOn/${index}`,
    ...(row === undefined ? {} : { row }),
    message: `The policy is silent on ${topic}: the law alone decides.`,
  }));
}

function remarksOnRow(row: PolicyRow, pointer: string): readonly PolicyRemark[] {
  const { id, silentOn, notes, notMachineCheckable, rules = [] } = row;
  const told: readonly (readonly ['note' | 'notMachineCheckable', string, string | undefined])[] = [
    ['note', 'notes', notes],
    ['notMachineCheckable', 'notMachineCheckable', notMachineCheckable],
  ];
  return [
    ...silences(silentOn, pointer, id),
    ...told.flatMap(([code, key, message]) =>
      message === undefined ? [] : [{ code, pointer: `${pointer}/${key}`, row: id, message }],
    ),
    ...rules.flatMap((rule, index) => repeatedEntries({ row: id, pointer: `${pointer}/rules/${index}`, rule })),
  ];
}

/** Terms are compared as they were resolved, so that an IRI and its prefixed name are the same. */
function repeatedEntries({ row, pointer, rule }: PlacedRule): readonly PolicyRemark[] {
  return Object.entries(rule).flatMap(([parameter, list]) => {
    if (!Array.isArray(list)) return [];
    const written = (list as readonly StoredValue[]).map(sameness);
    return written.flatMap((entry, index): readonly PolicyRemark[] => {
      const first = written.indexOf(entry);
      if (first === index) return [];
      const message = `It is entry ${first + 1} of ${parameter} again.`;
      return [{ code: 'repeatedEntry', pointer: `${pointer}/${parameter}/${index}`, row, message }];
    });
  });
}

function repeatedRules(pack: PolicyPack): readonly PolicyRemark[] {
  const seen = new Map<string, string>();
  return rulesOf(pack).flatMap(({ row, pointer, rule }): readonly PolicyRemark[] => {
    const same = sameness(rule);
    const before = seen.get(same);
    if (before === undefined) {
      seen.set(same, row);
      return [];
    }
    const message = `Row ${before} has the same ${rule.kind} rule: without this one every record is judged the same.`;
    return [{ code: 'repeatedRule', pointer, row, message }];
  });
}

function contradictions(pack: PolicyPack): readonly PolicyRemark[] {
  return contradictionsIn(rulesOf(pack)).map(({ first, second, about, says: [before, now] }) => ({
    code: 'contradiction',
    pointer: second.pointer,
    row: second.row,
    message: `It says ${now} of ${about}, and row ${first.row} says ${before}: records are judged by both.`,
    against: first.pointer,
  }));
}

/** Of two values that mean the same, the same text: neither the order of keys nor that of a list of names tells anything. */
function sameness(value: StoredValue): string {
  return JSON.stringify(value, (_key, part: StoredValue) => {
    if (Array.isArray(part)) {
      return part.every((entry) => typeof entry === 'string') ? part.toSorted() : (part as readonly StoredValue[]);
    }
    if (typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function rulesOutOfScope(pack: PolicyPack, vocabulary: Vocabulary): readonly PolicyRemark[] {
  const excluding = outOfScopeIn(pack);
  return rulesOf(pack).flatMap(({ row, pointer, rule }): readonly PolicyRemark[] => {
    if (rule.kind === scopeOut.id) return [];
    const out = excluding.find((scope) => isOut(rule, scope, vocabulary));
    if (out === undefined) return [];
    const message = `It is about nothing but what row ${out.row} says the policy does not speak about.`;
    return [{ code: 'outOfScope', pointer, row, message }];
  });
}

/** Functions narrow every kind that has them; categories are what a rule is about only in the list of what is collected. */
function isOut(rule: RuleData, { functions, categories }: OutOfScope, vocabulary: Vocabulary): boolean {
  const listed = (parameter: string): readonly string[] => (rule[parameter] as readonly string[] | undefined) ?? [];
  const allOut = (list: readonly string[], isExcluded: (entry: string) => boolean): boolean =>
    list.length > 0 && list.every(isExcluded);
  return (
    allOut(listed('functions'), (entry) => functions.includes(entry)) ||
    (rule.kind === colFunction.id &&
      allOut(listed('categories'), (category) => isAmong(vocabulary, categories, category)))
  );
}
