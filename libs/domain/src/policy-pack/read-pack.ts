import { ruleKinds } from '../assessment/rules/index.ts';
import type { Fault } from '../fault.ts';
import { isInstant, isJurisdiction, isTimeZone } from '../predicates.ts';
import { SCALARS } from '../scalars.ts';
import { readFields, Reading } from '../written-fields.ts';
import type { StoredFields } from '../stored-event.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { JurisdictionPack, LawRule } from './jurisdiction-pack.ts';
import type { PolicyPack, PolicyRow, RuleData } from './policy-pack.ts';

/** A pack as it was read, with everything that is wrong with it; pointers are those of the pack. */
export interface PackReading<T> {
  readonly pack: T;
  readonly faults: readonly Fault[];
}

/**
 * Read a policy pack that fits `policyPackSchema`: resolve its terms, and check what a schema cannot say.
 *
 * @param written with terms as IRI or prefixed name, and rows without `clauses` where the text is silent
 */
export function readPolicyPack(written: PolicyPack, vocabulary: Vocabulary): PackReading<PolicyPack> {
  const reading = new Reading(vocabulary, false);
  const rows = written.rows.map((row, index) => readRow(row, `/rows/${index}`, reading));
  checkDistinct(rows, '/rows', reading);
  checkInstant(written.effectiveFrom, '/effectiveFrom', reading);
  for (const [index, jurisdiction] of written.jurisdictions.entries()) {
    if (isJurisdiction(jurisdiction)) continue;
    reading.fault({ pointer: `/jurisdictions/${index}`, code: 'malformed', message: 'Expected ISO 3166, EU or EEA.' });
  }
  if (!isTimeZone(written.zone)) {
    const message = `Expected ${SCALARS.timeZone.expected}.`;
    reading.fault({ pointer: '/zone', code: 'malformed', message });
  }
  const pack = { ...written, rows };
  checkSilence(pack, reading);
  return { pack, faults: reading.faults };
}

/**
 * Read a jurisdiction pack that fits `jurisdictionPackSchema`, where what is no guidance need not say so, and what no record can decide has
 * no rules.
 */
export function readJurisdictionPack(written: JurisdictionPack, vocabulary: Vocabulary): PackReading<JurisdictionPack> {
  const reading = new Reading(vocabulary, false);
  const rules = written.rules.map((law, index) => {
    const { force = 'statute', rules, notMachineCheckable } = law as Partial<LawRule>;
    const pointer = `/rules/${index}`;
    if ((rules === undefined) === (notMachineCheckable === undefined)) {
      const message = 'Give the provision rules, or else say in notMachineCheckable why no record can decide it.';
      reading.fault({ pointer, code: rules === undefined ? 'missing' : 'notAllowed', message });
    }
    return { ...law, force, rules: readRules(rules ?? [], `${pointer}/rules`, reading) };
  });
  checkDistinct(rules, '/rules', reading);
  return { pack: { ...written, rules }, faults: reading.faults };
}

function readRow(row: PolicyRow, pointer: string, reading: Reading): PolicyRow {
  const { clauses = [], rules, silentOn, notMachineCheckable } = row as Partial<PolicyRow>;
  const inForce = rules !== undefined || silentOn !== undefined;
  if (inForce === (notMachineCheckable !== undefined)) {
    const message = 'Give the row rules or silentOn, or else say in notMachineCheckable why no record can decide it.';
    reading.fault({ pointer, code: inForce ? 'notAllowed' : 'missing', message });
  }
  if (clauses.length === 0 && silentOn === undefined) {
    reading.fault({ pointer: `${pointer}/clauses`, code: 'missing', message: 'Say where in the text the row stands.' });
  }
  return { ...row, clauses, ...(rules === undefined ? {} : { rules: readRules(rules, `${pointer}/rules`, reading) }) };
}

function readRules(rules: readonly RuleData[], pointer: string, reading: Reading): readonly RuleData[] {
  return rules.map(({ kind: id, ...parameters }, index) => {
    const kind = ruleKinds.find((known) => known.id === id);
    if (kind === undefined) {
      reading.fault({
        pointer: `${pointer}/${index}/kind`,
        code: 'unknownType',
        message: 'No rule kind has this name.',
      });
      return { kind: id, ...parameters };
    }
    const read = readFields(kind.parameters, parameters, `${pointer}/${index}`, reading);
    checkWorkingDays(read, `${pointer}/${index}`, reading);
    return { kind: id, ...read };
  });
}

/** Working days are those of some country: which is for the text to say, and not to be taken from where the company is. */
function checkWorkingDays(parameters: StoredFields, pointer: string, reading: Reading): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== 'object' || !('unit' in value) || value['unit'] !== 'workingDay') continue;
    if (value['calendar'] !== undefined) continue;
    const message = 'Working days need a calendar: say whose, such as calendar: CN.';
    reading.fault({ pointer: `${pointer}/${name}`, code: 'missing', message });
  }
}

function checkDistinct(items: readonly { readonly id: string }[], pointer: string, reading: Reading): void {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) {
      reading.fault({
        pointer: `${pointer}/${index}/id`,
        code: 'notAllowed',
        message: 'An id stands for one row only.',
      });
    }
    seen.add(id);
  }
}

/** A pattern cannot tell whether the date exists. */
function checkInstant(written: string, pointer: string, reading: Reading): void {
  if (isInstant(written)) return;
  reading.fault({ pointer, code: 'malformed', message: 'Expected an instant of RFC 3339 with offset.' });
}

/** A topic cannot be ruled and passed over in silence. */
function checkSilence({ rows, silentOn = [] }: PolicyPack, reading: Reading): void {
  const ruled = new Map(
    rows.flatMap(({ id, rules = [] }) =>
      rules.flatMap(({ kind }) =>
        ruleKinds.filter((known) => known.id === kind).map(({ topic }) => [topic, id] as const),
      ),
    ),
  );
  const said = [
    ...silentOn.map((topic, index) => ({ topic, pointer: `/silentOn/${index}` })),
    ...rows.flatMap((row, at) =>
      (row.silentOn ?? []).map((topic, index) => ({ topic, pointer: `/rows/${at}/silentOn/${index}` })),
    ),
  ];
  for (const { topic, pointer } of said) {
    const row = ruled.get(topic);
    if (row === undefined) continue;
    reading.fault({
      pointer,
      code: 'notAllowed',
      message: `The policy is not silent on ${topic}: row ${row} rules it.`,
    });
  }
}
