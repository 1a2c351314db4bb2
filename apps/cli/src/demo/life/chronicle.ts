import type { Company } from './companies.ts';
import type { Culture, Person } from './people.ts';
import type { Random } from './random.ts';
import type { Actor, Details, Fields, Identifier, RecordType, Report, Subject } from './report.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The stretch of time that is told, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What a record may carry beside its fields. */
export interface Extras {
  readonly details?: Details;
  readonly actor?: Actor;
  /** Identifiers learnt with this record, or named because they are in doubt. */
  readonly alsoKnownAs?: readonly Identifier[];
}

const OFFSET_HOURS: { readonly [culture in Culture]: number } = { zh: 8, sv: 1, en: 0 };

/** Everything one company reports. Lives are told one after the other and come out in order of time. */
export class Chronicle {
  readonly company: Company;
  readonly random: Random;
  readonly span: Span;
  readonly lives: Life[] = [];
  private readonly own: Report[] = [];
  private told = 0;

  constructor(company: Company, random: Random, span: Span) {
    this.company = company;
    this.random = random;
    this.span = span;
  }

  get controllerId(): string {
    return this.company.registration.id;
  }

  /** Begin somebody's life with the company, on a random day of the span; the first one's on its first days. */
  begin(person: Person, identifiers: readonly Identifier[]): Life {
    const latest = this.span.until - 5 * DAY_MS;
    const startsAt = this.span.from + Math.floor(this.random.fraction() * (latest - this.span.from));
    const isFirst = this.lives.length === 0;
    const life = new Life(this, person, {
      ...{ identifiers, isFirst },
      startsAt: isFirst ? this.span.from + DAY_MS : startsAt,
    });
    this.lives.push(life);
    return life;
  }

  /** Report something about no single person. */
  tell(type: RecordType, at: number, data: Fields): void {
    this.own.push({ ...this.frame(type, at, 8), ...this.nextName(), data });
  }

  /** Report one act on many people; at most 1,000 of them in one record. */
  tellOfMany(
    type: RecordType,
    at: number,
    content: { readonly subjects: readonly Subject[]; readonly data: Fields },
  ): void {
    const correlationId = this.random.uuid();
    for (let first = 0; first < content.subjects.length; first += SUBJECTS_MAX) {
      const subjects = content.subjects.slice(first, first + SUBJECTS_MAX);
      this.own.push({ ...this.frame(type, at, 8), ...this.nextName(), subjects, correlationId, data: content.data });
    }
  }

  /** What every record says, whatever it is about. */
  frame(type: RecordType, at: number, offsetHours: number): Omit<Report, 'data'> {
    return {
      type,
      controllerId: this.controllerId,
      occurredAt: instant(at, offsetHours),
      policyVersion: this.company.policyVersion,
      jurisdictions: this.company.jurisdictions,
    };
  }

  nextName(): Pick<Report, 'source' | 'sourceId'> {
    this.told += 1;
    return { source: this.company.source, sourceId: `${this.controllerId}-${this.told}` };
  }

  /** All reports of the span in order of time, each person's own order kept. */
  reports(): Report[] {
    const all = [...this.own, ...this.lives.flatMap((life) => life.reports)].map(
      (report) => [Date.parse(report.occurredAt), report] as const,
    );
    return all
      .filter(([at]) => at <= this.span.until)
      .sort(([a], [b]) => a - b)
      .map(([, report]) => report);
  }
}

/** Most people one record may name. */
const SUBJECTS_MAX = 1000;

/** One person's time with one company: a clock that only goes forward, and what was reported meanwhile. */
export class Life {
  readonly chronicle: Chronicle;
  readonly person: Person;
  readonly startsAt: number;
  /** To the first one everything happens that findings are expected of, however few people the demo has. */
  readonly isFirst: boolean;
  readonly reports: Report[] = [];
  /** When the account ended, if it did. */
  endedAt = Infinity;
  private readonly identifiers: readonly Identifier[];
  private now: number;

  constructor(
    chronicle: Chronicle,
    person: Person,
    begun: { readonly identifiers: readonly Identifier[]; readonly startsAt: number; readonly isFirst: boolean },
  ) {
    this.chronicle = chronicle;
    this.person = person;
    this.identifiers = begun.identifiers;
    this.startsAt = begun.startsAt;
    this.isFirst = begun.isFirst;
    this.now = begun.startsAt;
  }

  get random(): Random {
    return this.chronicle.random;
  }

  /** Whether something happens to this one: to so many of all, and to the first. */
  happens(share: number): boolean {
    const drawn = this.random.chance(share);
    return drawn || this.isFirst;
  }

  get clock(): number {
    return this.now;
  }

  /** How the company's systems name the person, once registered. */
  get subject(): Subject {
    return { identifiers: this.identifiers.slice(0, 1) };
  }

  passDays(least: number, most: number): void {
    this.now += Math.floor((least + this.random.fraction() * (most - least)) * DAY_MS);
  }

  /** An instant so many days ahead, as a record's field. */
  inDays(days: number): string {
    return instant(this.now + days * DAY_MS, OFFSET_HOURS[this.person.culture]);
  }

  tell(type: RecordType, data: Fields, extras: Extras = {}): void {
    this.report(type, data, { ...extras, name: this.chronicle.nextName() });
  }

  /** Report under an id of its own, which later records refer to. */
  tellForReference(type: RecordType, data: Fields, extras: Extras = {}): string {
    const id = this.random.uuid();
    this.report(type, data, { ...extras, name: { id } });
    return id;
  }

  end(): void {
    this.endedAt = this.now;
  }

  /** Take back what was told of the time after. */
  cutAt(at: number): void {
    const kept = this.reports.filter((report) => Date.parse(report.occurredAt) < at);
    this.reports.splice(0, Infinity, ...kept);
  }

  private report(
    type: RecordType,
    data: Fields,
    extras: Extras & { readonly name: Pick<Report, 'id' | 'source' | 'sourceId'> },
  ): void {
    this.now += this.random.whole(1_000, 90_000);
    const { name, details, actor, alsoKnownAs = [] } = extras;
    // The first record tells all the company knows somebody by; afterwards its systems use the account alone.
    const known = this.reports.length === 0 ? this.identifiers : this.subject.identifiers;
    this.reports.push({
      ...this.chronicle.frame(type, this.now, OFFSET_HOURS[this.person.culture]),
      ...name,
      subject: { identifiers: [...known, ...alsoKnownAs] },
      data,
      ...(details === undefined ? {} : { details }),
      ...(actor === undefined ? {} : { actor }),
    });
  }
}

/** RFC 3339 with the offset of the place where it happened. */
function instant(at: number, offsetHours: number): string {
  const local = new Date(at + offsetHours * HOUR_MS).toISOString().slice(0, -1);
  return `${local}+${String(offsetHours).padStart(2, '0')}:00`;
}
