import { recordTypes, subjectFormOf, type EventDefinition, type Field, type Fields } from '#libs/domain';
import { loadVocabulary } from '#libs/policy-packs';
import type { SeededRandom } from './seeded-random.ts';

/** Registered by every spec that generates reports. */
export const CONTROLLERS = ['kamoer', 'kaadas'] as const;
export const RECIPIENTS = ['sf-express', 'alipay'] as const;

export const RECORD_TYPES: readonly string[] = [...recordTypes.keys()];

export interface GeneratedReport {
  readonly [member: string]: unknown;
  readonly source: string;
  readonly sourceId: string;
  readonly type: string;
  readonly controllerId: string;
  readonly occurredAt: string;
  readonly data: { readonly [field: string]: unknown };
}

const prefixedOf = new Map(
  [...Map.groupBy(loadVocabulary().terms, ({ scheme }) => scheme)].map(([scheme, terms]) => [
    scheme as string,
    terms.map(({ prefixed }) => prefixed),
  ]),
);

/** Reports that the definitions of the domain accept: each field by its kind, so that a new type needs nothing here. */
export class ReportGenerator {
  readonly #random: SeededRandom;
  #count = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** A report of the type, about a person where it may be. `extra` goes over what was generated. */
  report(type: string, extra: { readonly [member: string]: unknown } = {}): GeneratedReport {
    const definition = recordTypes.get(type);
    if (definition === undefined) throw new Error(`No record type ${type}`);
    this.#count += 1;
    return {
      source: '/crm',
      sourceId: `record-${this.#count}`,
      type,
      controllerId: CONTROLLERS[0],
      occurredAt: this.instant(),
      ...this.#subject(definition),
      data: inOrder(this.fields(definition.fields)),
      ...extra,
    };
  }

  /** Of any type that is about a person. */
  aboutPerson(extra: { readonly [member: string]: unknown } = {}): GeneratedReport {
    const types = [...recordTypes.values()].filter((definition) => subjectFormOf(definition) !== 'refused');
    return this.report(this.#random.pick(types).type, extra);
  }

  fields(fields: Fields): { readonly [field: string]: unknown } {
    const values: { [field: string]: unknown } = {};
    for (const [name, field] of Object.entries(fields)) {
      if (field.kind === 'optional' && this.#random.chance(0.3)) continue;
      values[name] = this.#value(field);
    }
    return values;
  }

  /** Between 2026-01-01 and 2026-10-28, in one of several offsets: what has not happened yet is refused. */
  instant(): string {
    const two = (number: number): string => String(number).padStart(2, '0');
    const day = `2026-${two(1 + this.#random.below(10))}-${two(1 + this.#random.below(28))}`;
    const time = `${two(this.#random.below(24))}:${two(this.#random.below(60))}:${two(this.#random.below(60))}`;
    return `${day}T${time}${this.#random.pick(['Z', '+08:00', '+01:00', '-05:30', '.123Z'])}`;
  }

  #subject(definition: EventDefinition): { readonly subject?: object } {
    if (subjectFormOf(definition) === 'refused') return {};
    return { subject: { identifiers: [{ scheme: 'userId', value: `user-${this.#count}` }] } };
  }

  #value(field: Field): unknown {
    const random = this.#random;
    switch (field.kind) {
      case 'optional':
        return this.#value(field.of);
      case 'object':
        return this.fields(field.fields);
      case 'list':
        return this.#list(field.of, Math.min(field.countMax, 1 + random.below(3)));
      case 'term':
        return random.pick(prefixedOf.get(field.scheme) ?? []);
      case 'enum':
        return random.pick(field.values);
      case 'instant':
        return this.instant();
      case 'date':
        return this.instant().slice(0, 10);
      case 'duration':
        return random.pick(['P3Y', 'PT72H', 'P2W', 'P1Y6M']);
      case 'count':
        return random.below(1_000);
      case 'flag':
        return random.chance(0.5);
      case 'country':
        return random.pick(['CN', 'SE', 'CN-GD', 'DE']);
      case 'reference':
        return random.pick(['order-desk', 'iso-27001', 'crm.customers', '2026-11-22-review']);
      case 'caseId':
        return random.pick([random.uuid(), 'ticket-4711']);
      case 'recipient':
        return random.pick(RECIPIENTS);
      case 'controller':
        return CONTROLLERS[1];
      case 'uuid':
        return random.uuid();
      case 'eventType':
        return random.pick(RECORD_TYPES);
      case 'language':
        return random.pick(['zh-Hans-CN', 'sv', 'en-GB']);
      case 'sha256':
        return 'ab'.repeat(32);
      case 'termName':
        return 'DoorCode';
      case 'registeredName':
        return 'SF Express';
      case 'webAddress':
        return 'https://example.com/privacy';
      case 'timeZone':
        return 'Asia/Shanghai';
      case 'ruleName':
        return 'SHR-GROUND';
      case 'document':
        return { code: 'ageUnknown', params: { under: 14 } };
      case 'sealedText':
        return `said in words, ${random.below(1_000)}`;
    }
  }

  /** Different items, as far as the kind has so many: a list of a search filter is a set. */
  #list(of: Field, count: number): unknown[] {
    const items = Array.from({ length: count }, () => this.#value(of));
    return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
  }
}

/** Periods end after they begin: a consent in the year after all that happens, an agreement on the later of its days. */
function inOrder(data: GeneratedReport['data']): GeneratedReport['data'] {
  const { expiresAt, validFrom, validUntil } = data as { readonly [field: string]: string | undefined };
  const days = [validFrom, validUntil].filter((day) => day !== undefined).sort();
  return {
    ...data,
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.replace(/^2026/, '2027') }),
    ...(days.length < 2 ? {} : { validFrom: days[0], validUntil: days[1] }),
  };
}
