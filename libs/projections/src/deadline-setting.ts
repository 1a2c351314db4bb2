import {
  heldCategories,
  HOLDING_TYPES,
  inForceAt,
  policyTimesOf,
  publishedBefore,
  retainedBy,
  usableZone,
  ZONE_DEFAULT,
} from '#libs/domain';
import type {
  ClockContext,
  ClockWorld,
  ControllerRegistered,
  Fact,
  FieldsOf,
  PolicyPack,
  PolicyTimes,
  RetainedFields,
  StoredFields,
} from '#libs/domain';
import { sql } from 'kysely';
import { streamIdOf, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { ReadModelTransaction } from './read-model-database.ts';
import { RELATION_COLUMNS, relationFact } from './relation-fact.ts';
import { isUuidText } from './uuid-text.ts';

/** Of a version of a policy, what clocks ask for. */
interface TimedPolicy {
  readonly policyVersion: string;
  readonly effectiveFrom: number;
  readonly zone: string;
  readonly jurisdictions: readonly string[];
  readonly times: PolicyTimes;
}

interface PublishedTimes {
  readonly policy: TimedPolicy;
  readonly position: number;
}

type Registration = Pick<FieldsOf<typeof ControllerRegistered>, 'role' | 'country' | 'timeZone'>;

/** Versions kept read, by their place in the log: what stands there never changes. */
const VERSIONS_COUNT_MAX = 1_000;

/** What is known of an event beside the clocks themselves: by the policy and law of its time, as the log had them then. */
export class DeadlineSetting {
  readonly #world: ClockWorld;
  readonly #read = new Map<number, TimedPolicy>();
  #tx: ReadModelTransaction | undefined;
  #policies = new Map<string, readonly PublishedTimes[]>();
  #companies = new Map<string, Registration | undefined>();

  constructor(world: ClockWorld) {
    this.#world = world;
  }

  /** Call first in every transaction. Policies are projected before, those of the same batch as well. */
  begin(tx: ReadModelTransaction): void {
    this.#tx = tx;
    this.#policies = new Map();
    this.#companies = new Map();
  }

  /** A company was registered, or differently: what happens later is counted by that. */
  async register({ event, fields }: EventFacts): Promise<void> {
    const controllerId = streamIdOf(event.streamName);
    const { role, country, timeZone } = fields as unknown as FieldsOf<typeof ControllerRegistered>;
    const registration: Registration = { role, country, ...(timeZone === undefined ? {} : { timeZone }) };
    this.#companies.set(controllerId, registration);
    const text = JSON.stringify(registration);
    await this.#transaction.query
      .insertInto('deadline_companies')
      .values({ controller_id: controllerId, registration: text })
      .onConflict((conflict) => conflict.column('controller_id').doUpdateSet({ registration: text }))
      .execute();
  }

  /** Whether some version of the company's policy says how long anything of a collection is kept: most say nothing. */
  async retains(controllerId: string, fields: RetainedFields): Promise<boolean> {
    const versions = await this.#policiesOf(controllerId);
    return versions.some(({ policy }) =>
      policy.times.retention?.some((rule) => retainedBy(rule, fields, this.#world.isWithin).length > 0),
    );
  }

  /** @param at By the version in force when, in epoch milliseconds. */
  async of({ event, data }: EventFacts, controllerId: string, at: number): Promise<Setting> {
    const known = publishedBefore(await this.#policiesOf(controllerId), event.position);
    const policy = inForceAt(known, at);
    const pack = policy ?? known[0]?.policy;
    const company = await this.#companyOf(controllerId);
    const { time, calendars, law, isWithin, meaningOf } = this.#world;
    const zone = pack?.zone ?? company?.timeZone ?? ZONE_DEFAULT;
    return {
      policyVersion: policy?.policyVersion,
      context: {
        counting: { time, calendars, zone },
        law,
        isWithin,
        meaningOf,
        policy: policy?.times ?? {},
        jurisdictions: [
          ...(pack?.jurisdictions ?? (company === undefined ? [] : [company.country])),
          ...(data.jurisdictions ?? []),
        ],
        ...(company === undefined ? {} : { company: { dataProcessor: company.role === 'processor' } }),
      },
    };
  }

  /** Categories held of a person before an event, by the records themselves. */
  async heldBefore({ event }: EventFacts, subjectId: string): Promise<readonly string[]> {
    const { query, dialect } = this.#transaction;
    if (!isUuidText(subjectId)) return heldCategories([], this.#world.isWithin);
    // While a rebuild fills the tables this index is not there yet.
    await query.schema
      .createIndex('records_by_subject')
      .ifNotExists()
      .on('records')
      .columns(['subject_id', 'position'])
      .execute();
    const rows = await query
      .selectFrom('records')
      .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
      .select(['record_kinds.type', 'records.payload'])
      .where(sql<boolean>`records.subject_id = ${dialect.uuidOf(sql<string>`${subjectId}`)}`)
      .where('records.position', '<', event.position)
      .where('record_kinds.type', 'in', HOLDING_TYPES)
      .orderBy('records.occurred_at')
      .orderBy('records.position')
      .execute();
    const records = rows.map(({ type, payload }) => {
      const { fields } = JSON.parse(payload) as { readonly fields: StoredFields };
      return { type, fields };
    });
    return heldCategories(records, this.#world.isWithin);
  }

  /** What was recorded up to an event of the recipient that it names. */
  async relationsUntil({ event, fields }: EventFacts, controllerId: string): Promise<readonly Fact[]> {
    const rows = await this.#transaction.query
      .selectFrom('recipient_records')
      .select(RELATION_COLUMNS)
      .where('controller_id', '=', controllerId)
      .where('recipient_id', '=', textOf(fields['recipient']))
      .where('position', '<=', event.position)
      .orderBy('position')
      .execute();
    return rows.map((row) => relationFact(row, controllerId));
  }

  async #policiesOf(controllerId: string): Promise<readonly PublishedTimes[]> {
    const found = this.#policies.get(controllerId);
    if (found !== undefined) return found;
    const rows = await this.#transaction.query
      .selectFrom('policy_versions')
      .select('position')
      .where('controller_id', '=', controllerId)
      .orderBy('position')
      .execute();
    const versions: PublishedTimes[] = [];
    for (const { position } of rows) {
      versions.push({ policy: this.#read.get(position) ?? (await this.#readPolicy(position)), position });
    }
    this.#policies.set(controllerId, versions);
    return versions;
  }

  async #readPolicy(position: number): Promise<TimedPolicy> {
    const {
      pack: text,
      policy_version,
      effective_from,
    } = await this.#transaction.query
      .selectFrom('policy_versions')
      .select(['pack', 'policy_version', 'effective_from'])
      .where('position', '=', position)
      .executeTakeFirstOrThrow();
    const pack = JSON.parse(text) as PolicyPack;
    const { zone, jurisdictions } = pack;
    const policy: TimedPolicy = {
      policyVersion: policy_version,
      effectiveFrom: effective_from,
      zone: usableZone(zone, this.#world.time),
      jurisdictions,
      times: policyTimesOf(pack),
    };
    if (this.#read.size >= VERSIONS_COUNT_MAX) this.#read.clear();
    this.#read.set(position, policy);
    return policy;
  }

  async #companyOf(controllerId: string): Promise<Registration | undefined> {
    if (this.#companies.has(controllerId)) return this.#companies.get(controllerId);
    const row = await this.#transaction.query
      .selectFrom('deadline_companies')
      .select('registration')
      .where('controller_id', '=', controllerId)
      .executeTakeFirst();
    const registration = row === undefined ? undefined : (JSON.parse(row.registration) as Registration);
    this.#companies.set(controllerId, registration);
    return registration;
  }

  get #transaction(): ReadModelTransaction {
    if (this.#tx === undefined) throw new Error('No transaction was begun.');
    return this.#tx;
  }
}

/** By what an event is counted. */
export interface Setting {
  /** The version in force then; none if there was none. */
  readonly policyVersion: string | undefined;
  readonly context: Omit<ClockContext, 'clocks'>;
}
