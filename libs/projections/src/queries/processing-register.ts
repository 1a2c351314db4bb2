import { ACTS, ProcessingActivityDeclared, ProcessingActivityEnded } from '#libs/domain';
import type { RecordedKind, RegisterRecord } from '#libs/domain';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { uuidText } from '../uuid-text.ts';
import type { ClearData } from './record-entry.ts';

/** A company that declared more than this has no register; the rest is not read. */
const DECLARED_COUNT_MAX = 10_000;

const ACT_TYPES = ACTS.map(({ type }) => type);
const DECLARING = [ProcessingActivityDeclared.type, ProcessingActivityEnded.type];

/** What the register of processing is made from (GDPR Art. 30). */
export class ProcessingRegister {
  readonly #database: ReadModelDatabase;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
  }

  /** What the company declared, in the order of the log. */
  async declared(controllerId: string): Promise<readonly RegisterRecord[]> {
    const rows = await this.#database.query
      .selectFrom('records')
      .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
      .select(['records.event_id', 'record_kinds.type', 'records.payload'])
      .where('records.controller_id', '=', controllerId)
      .where('record_kinds.type', 'in', DECLARING)
      .orderBy('records.position')
      .limit(DECLARED_COUNT_MAX)
      .execute();
    return rows.map(({ event_id, type, payload }) => {
      const { occurredAt, fields } = JSON.parse(payload) as ClearData;
      return { id: uuidText(event_id), type, occurredAt, fields };
    });
  }

  /** How often records of each kind of processing came. Reads every record of the company once. */
  async recorded(controllerId: string): Promise<readonly RecordedKind[]> {
    const { query } = this.#database;
    const counted = await query
      .selectFrom('records')
      .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
      .select(({ fn }) => [
        'records.kind_id',
        'record_kinds.type',
        fn.countAll().as('count'),
        fn.min('records.occurred_at').as('first_at'),
        fn.max('records.occurred_at').as('last_at'),
      ])
      .where('records.controller_id', '=', controllerId)
      .where('record_kinds.type', 'in', ACT_TYPES)
      .groupBy(['records.kind_id', 'record_kinds.type'])
      .orderBy('records.kind_id')
      .execute();
    const named = await this.#namedBy(counted.map(({ kind_id }) => kind_id));
    return counted.map(({ kind_id, type, count, first_at, last_at }) => ({
      type,
      ...(named.get(kind_id) ?? NOTHING),
      count: Number(count),
      firstAt: Number(first_at),
      lastAt: Number(last_at),
    }));
  }

  /** Kinds are few, whosever they are: those of all companies are read at once. */
  async #namedBy(kinds: readonly number[]): Promise<ReadonlyMap<number, Named>> {
    const { query } = this.#database;
    const terms = await query
      .selectFrom('record_kind_terms')
      .innerJoin('record_kinds', 'record_kinds.id', 'record_kind_terms.kind_id')
      .select(['kind_id', 'scheme', 'iri'])
      .where('record_kinds.type', 'in', ACT_TYPES)
      .orderBy('iri')
      .execute();
    const recipients = await query
      .selectFrom('record_kind_recipients')
      .innerJoin('record_kinds', 'record_kinds.id', 'record_kind_recipients.kind_id')
      .select(['kind_id', 'recipient_id'])
      .where('record_kinds.type', 'in', ACT_TYPES)
      .orderBy('recipient_id')
      .execute();
    const termsOf = Map.groupBy(terms, ({ kind_id }) => kind_id);
    const recipientsOf = Map.groupBy(recipients, ({ kind_id }) => kind_id);
    return new Map(
      kinds.map((kind) => {
        const of = (scheme: string) =>
          (termsOf.get(kind) ?? []).filter((one) => one.scheme === scheme).map(({ iri }) => iri);
        return [
          kind,
          {
            purposes: of('purpose'),
            categories: of('category'),
            legalBases: of('legalBasis'),
            recipients: (recipientsOf.get(kind) ?? []).map(({ recipient_id }) => recipient_id),
          },
        ];
      }),
    );
  }
}

type Named = Pick<RecordedKind, 'purposes' | 'categories' | 'legalBases' | 'recipients'>;

const NOTHING: Named = { purposes: [], categories: [], legalBases: [], recipients: [] };
