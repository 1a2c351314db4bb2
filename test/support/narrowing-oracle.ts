import { recordTypes, type Field, type TermScheme } from '#libs/domain';
import { loadVocabulary } from '#libs/policy-packs';
import type { RecordFilters } from './wire.ts';
import { RECIPIENTS, type GeneratedReport } from './report-generator.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A report and what the ledger answered: enough to say by hand which filters it passes. */
export interface KnownRecord {
  readonly id: string;
  readonly subjectId: string | undefined;
  readonly report: GeneratedReport;
  /** Milliseconds; known when it has been read back. */
  readonly recordedAt: number;
}

const iriOf = new Map(loadVocabulary().terms.map(({ prefixed, iri }) => [prefixed, iri]));

/** Every value of a kind anywhere in the record's data. */
function valuesOf({ type, data }: GeneratedReport, isKind: (field: Field) => boolean): string[] {
  const found: string[] = [];
  const walk = (field: Field, value: unknown): void => {
    if (value === undefined) return;
    if (isKind(field)) found.push(String(value));
    else if (field.kind === 'optional') walk(field.of, value);
    else if (field.kind === 'list') for (const item of value as readonly unknown[]) walk(field.of, item);
    else if (field.kind === 'object') walkAll(field.fields, value as object);
  };
  const walkAll = (fields: { readonly [name: string]: Field }, values: object): void => {
    for (const [name, field] of Object.entries(fields)) walk(field, Reflect.get(values, name));
  };
  walkAll(recordTypes.get(type)?.fields ?? {}, data);
  return found;
}

const termsOf = (report: GeneratedReport, scheme: TermScheme): string[] =>
  valuesOf(report, (field) => field.kind === 'term' && field.scheme === scheme);
const recipientsOf = (report: GeneratedReport): string[] => valuesOf(report, ({ kind }) => kind === 'recipient');

const meets = (wanted: readonly string[] | undefined, has: readonly string[]): boolean =>
  wanted === undefined || wanted.some((one) => has.includes(one) || has.some((name) => iriOf.get(name) === one));

/** Whether the record passes, judged without the ledger. */
export function passes({ report, recordedAt }: KnownRecord, filters: RecordFilters): boolean {
  const occurredAt = Date.parse(report.occurredAt);
  const notAfter = (limit: string | undefined, time: number): boolean =>
    limit === undefined || time <= Date.parse(limit);
  return (
    meets(filters.type, [report.type]) &&
    meets(filters.category, termsOf(report, 'category')) &&
    meets(filters.purpose, termsOf(report, 'purpose')) &&
    meets(filters.recipient, recipientsOf(report)) &&
    (filters.occurredFrom === undefined || Date.parse(filters.occurredFrom) <= occurredAt) &&
    notAfter(filters.occurredTo, occurredAt) &&
    notAfter(filters.asOf, occurredAt) &&
    notAfter(filters.knownAt, recordedAt)
  );
}

type Drawn = { -readonly [K in keyof RecordFilters]: RecordFilters[K] };

/** Filters that are about the records there are: one to three, with values that occur. */
export function randomFilters(records: readonly KnownRecord[], random: SeededRandom): RecordFilters {
  const filters: Drawn = {};
  const draw = <T>(list: readonly T[]): T[] => (list.length === 0 ? [] : [random.pick(list), random.pick(list)]);
  const { report, recordedAt } = random.pick(records);
  const some = (values: readonly string[]): { readonly some?: readonly string[] } =>
    values.length === 0 ? {} : { some: [...new Set(draw(values))] };
  const choices: readonly (() => void)[] = [
    () => (filters.type = [...new Set([report.type, random.pick(records).report.type])]),
    () => setTo('category', some(termsOf(report, 'category'))),
    () => setTo('purpose', some(termsOf(report, 'purpose').map((name) => iriOf.get(name) ?? name))),
    () => (filters.recipient = [random.pick(RECIPIENTS)]),
    () => (filters.occurredFrom = report.occurredAt),
    () => (filters.occurredTo = report.occurredAt),
    () => (filters.asOf = report.occurredAt),
    () => (filters.knownAt = new Date(recordedAt).toISOString()),
  ];
  const setTo = (name: 'category' | 'purpose', { some: values }: { readonly some?: readonly string[] }): void => {
    if (values !== undefined) filters[name] = values;
  };
  for (let count = 1 + random.below(3); count > 0; count--) random.pick(choices)();
  return filters;
}
