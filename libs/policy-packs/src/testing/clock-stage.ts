import { applyChanges, clocksOf, encode } from '#libs/domain';
import type {
  Clock,
  ClockContext,
  EventDefinition,
  Fact,
  Fields,
  FieldValues,
  PolicyTimes,
  RecordedFact,
} from '#libs/domain';
import { loadClockWorld } from '../clock-world.ts';
import { loadVocabulary } from '../vocabulary.ts';

const VOCABULARY = loadVocabulary();
const WORLD = loadClockWorld(VOCABULARY);
export const SUBJECT = '0195e3a0-0000-4000-8000-000000000001';

export const iri = (prefixed: string): string =>
  VOCABULARY.terms.find((term) => term.prefixed === prefixed)?.iri ?? prefixed;

/** Where a story about clocks is told. */
export interface Setting {
  readonly policy?: PolicyTimes;
  readonly jurisdictions?: readonly string[];
  readonly zone?: string;
  readonly held?: readonly string[];
  readonly company?: NonNullable<ClockContext['company']>;
  readonly holds?: NonNullable<ClockContext['holds']>;
}

/** A record as it is stored: checked by its definition, with terms as IRIs. */
export function recorded<F extends Fields>(
  definition: EventDefinition<F>,
  occurredAt: string,
  fields: NoInfer<FieldValues<F>>,
  id = 'e1',
): RecordedFact {
  const aboutSubject = definition.streams.includes('dataSubject');
  const subject = aboutSubject ? { subjectId: SUBJECT } : {};
  const envelope = { controllerId: 'clex', occurredAt, ...subject };
  const { data } = encode(definition, { envelope, fields: fields as never }, VOCABULARY);
  return { id, type: definition.type, controllerId: 'clex', occurredAt, fields: data.fields, ...subject };
}

/** A record about nobody in particular. */
export function ofController({ subjectId: _subjectId, ...fact }: RecordedFact): RecordedFact {
  return fact;
}

/** The clocks after the records, one after the other, in the order they were started. */
export function clocksAfter(setting: Setting, records: readonly RecordedFact[]): readonly Clock[] {
  let clocks: ReadonlyMap<string, Clock> = new Map();
  records.forEach((record, index) => {
    const relations = records.slice(0, index + 1).filter(({ subjectId }) => subjectId === undefined);
    const context = { ...contextOf(setting, [...clocks.values()]), relations: relations.map(factOf) };
    clocks = applyChanges(clocks, clocksOf(record, context));
  });
  return [...clocks.values()];
}

const factOf = ({ occurredAt, ...record }: RecordedFact): Fact => ({ ...record, at: Date.parse(occurredAt) });

export function contextOf(setting: Setting, clocks: readonly Clock[]): ClockContext {
  const { policy = {}, jurisdictions = ['CN'], zone = 'Asia/Shanghai', held, holds, company } = setting;
  return {
    ...WORLD,
    counting: { ...WORLD, zone },
    policy,
    jurisdictions,
    clocks,
    ...(held === undefined ? {} : { held: held.map(iri) }),
    ...(holds === undefined ? {} : { holds }),
    ...(company === undefined ? {} : { company }),
  };
}

/** A clock in one line: rule, when it is due or what it waits for, how it ended. */
export function line({ deadline, due, awaits, settled, origin, policySilent, undeclared }: Clock): string {
  return [
    origin,
    deadline.rule.id,
    awaits === undefined ? (due ?? 'no number') : `awaits ${awaits}`,
    ...(policySilent === true ? ['policy silent'] : []),
    ...(undeclared === undefined ? [] : [`undeclared ${undeclared.join(' ')}`]),
    ...(settled === undefined ? [] : [`${settled.how} by ${settled.by}`]),
  ].join(' | ');
}
