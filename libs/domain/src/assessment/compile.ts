import { bindsOn, lawmakersOver } from '../deadline/law.ts';
import type { CalendarDate } from '../deadline/working-calendar.ts';
import type { JurisdictionPack, LawRule } from '../policy-pack/jurisdiction-pack.ts';
import type { PolicyPack, PolicyRow, RuleData } from '../policy-pack/policy-pack.ts';
import { usableZone } from '../policy-pack/usable-zone.ts';
import type { Topic } from '../policy-pack/topic.ts';
import type { StoredValue } from '../stored-event.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { daysIn } from './days.ts';
import { exceptionsIn } from './consent-exception.ts';
import type { BoundRule, Check, RuleKind, Setting, World } from './rule-kind.ts';
import { ruleKinds } from './rules/index.ts';
import { scopeOut } from './rules/scope-out.ts';
import type { OutOfScope } from './scope.ts';
import type { Basis } from './verdict.ts';

/** A check with the topic it belongs to. */
export interface CompiledCheck {
  readonly topic: Topic;
  readonly check: Check;
}

/** Checks by the type of fact they look at. */
export type ChecksByType = ReadonlyMap<string, readonly CompiledCheck[]>;

export interface CompiledPolicy {
  readonly pack: PolicyPack;
  /** In which its days are counted. */
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly effectiveFrom: number;
  readonly vocabulary: Vocabulary;
  /** The day an instant (milliseconds since 1970) falls on where the company is. */
  readonly dayOf: (at: number) => CalendarDate;
  readonly checks: ChecksByType;
  readonly ruled: ReadonlySet<Topic>;
  /** Topics the policy is silent on, with the row that says so, if any. */
  readonly silent: ReadonlyMap<Topic, string | undefined>;
  readonly outOfScope: readonly OutOfScope[];
}

/** One provision, for the time in which it binds. */
export interface CompiledLaw {
  /** ISO 3166 code, `EU` or `EEA`. */
  readonly jurisdiction: string;
  /** Milliseconds since 1970, the first that counts. */
  readonly from: number;
  /** Milliseconds since 1970, the first that does not count any more; infinity if no end is known. */
  readonly to: number;
  readonly vocabulary: Vocabulary;
  /** The day an instant (milliseconds since 1970) falls on where the company is. */
  readonly dayOf: (at: number) => CalendarDate;
  readonly checks: ChecksByType;
}

/** Work a pack out once, so that judging by it is a look-up. */
export function compilePolicy(pack: PolicyPack, world: World): CompiledPolicy {
  const bound = pack.rows.flatMap((row) => (row.rules ?? []).map((rule) => ({ rule, basis: policyBasis(pack, row) })));
  const silent = new Map<Topic, string | undefined>((pack.silentOn ?? []).map((topic) => [topic, undefined]));
  for (const row of pack.rows) for (const topic of row.silentOn ?? []) silent.set(topic, row.id);
  const kinds = kindsIn(bound.map(({ rule }) => rule));
  const zone = usableZone(pack.zone, world.time);
  return {
    pack,
    zone,
    effectiveFrom: Date.parse(pack.effectiveFrom),
    vocabulary: world.vocabulary,
    dayOf: daysIn({ ...world, zone }),
    checks: checksOf(bound, { ...world, zone, exceptions: exceptionsIn(bound) }),
    ruled: new Set(kinds.map(({ topic }) => topic)),
    silent,
    outOfScope: outOfScopeIn(pack),
  };
}

export function outOfScopeIn(pack: PolicyPack): readonly OutOfScope[] {
  return pack.rows.flatMap(({ id, rules = [] }) =>
    rules
      .filter(({ kind }) => kind === scopeOut.id)
      .map(({ categories, functions, onlyIn, exceptIn }) => ({
        row: id,
        categories: listOf(categories),
        functions: listOf(functions),
        onlyIn: listOf(onlyIn),
        exceptIn: listOf(exceptIn),
      })),
  );
}

function listOf(values: StoredValue | undefined): readonly string[] {
  return Array.isArray(values) ? (values as readonly string[]) : [];
}

/**
 * Compile the law of a jurisdiction for a company in this zone. What does not bind on any day, such as a proposal, is left
 * out.
 */
export function compileLaws(pack: JurisdictionPack, zone: string, world: World): readonly CompiledLaw[] {
  const dayOf = daysIn({ ...world, zone });
  return pack.rules.flatMap((law): readonly CompiledLaw[] => {
    const { jurisdiction, effectiveFrom, effectiveTo } = law;
    if (!bindsOn(law, effectiveFrom ?? effectiveTo ?? law.verifiedOn)) return [];
    const bound = law.rules.map((rule) => ({ rule, basis: lawBasis(law) }));
    const endOf = (day: CalendarDate) => Date.parse(world.time.endOfDay(day, zone)) + 1;
    return [
      {
        jurisdiction,
        from: effectiveFrom === undefined ? -Infinity : endOf(dayBefore(effectiveFrom)),
        to: effectiveTo === undefined ? Infinity : endOf(effectiveTo),
        vocabulary: world.vocabulary,
        dayOf,
        checks: checksOf(bound, { ...world, zone, exceptions: NO_EXCEPTIONS }),
      },
    ];
  });
}

/** The laws that apply where any of these jurisdictions does: a subdivision's, its country's, its union's. */
export function lawsOver(laws: readonly CompiledLaw[], jurisdictions: readonly string[]): readonly CompiledLaw[] {
  const lawmakers = new Set(jurisdictions.flatMap(lawmakersOver));
  return laws.filter(({ jurisdiction }) => lawmakers.has(jurisdiction));
}

const NO_EXCEPTIONS: Setting['exceptions'] = new Map();
const DAY = 86_400_000;

function dayBefore(day: CalendarDate): CalendarDate {
  return new Date(Date.parse(day) - DAY).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

function checksOf(
  bound: readonly { readonly rule: RuleData; readonly basis: Basis }[],
  setting: Setting,
): ChecksByType {
  const checks = new Map<string, CompiledCheck[]>();
  for (const kind of kindsIn(bound.map(({ rule }) => rule))) {
    const rules = bound.filter(({ rule }) => rule.kind === kind.id).map(({ rule, basis }) => boundRule(rule, basis));
    const compiled = { topic: kind.topic, check: kind.compile(rules, setting) };
    for (const { type } of kind.judges) checks.set(type, [...(checks.get(type) ?? []), compiled]);
  }
  return checks;
}

/** The kinds some rule is of, in the order of the registry. A kind nobody knows was refused when the pack was read. */
function kindsIn(rules: readonly RuleData[]): readonly RuleKind[] {
  return ruleKinds.filter(({ id }) => rules.some(({ kind }) => kind === id));
}

function boundRule({ kind: _kind, ...parameters }: RuleData, basis: Basis): BoundRule {
  return { basis, parameters };
}

function policyBasis(pack: PolicyPack, row: PolicyRow): Basis {
  return {
    kind: 'policy',
    row: row.id,
    policyVersion: pack.policyVersion,
    language: pack.language,
    clauses: row.clauses,
  };
}

function lawBasis({ id, jurisdiction, instrument, article, says, quote }: LawRule): Basis {
  return {
    kind: 'law',
    lawRule: id,
    jurisdiction,
    instrument,
    article,
    says,
    ...(quote === undefined ? {} : { quote }),
  };
}
