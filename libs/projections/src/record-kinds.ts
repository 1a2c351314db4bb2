import { createHash } from 'node:crypto';
import type { Named } from '#libs/domain';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';

/** What records of one kind have in common. */
export interface RecordKind {
  readonly type: string;
  readonly family: string;
  readonly streamCategory: string;
  readonly recordedBy: string;
  readonly policyVersion: string | undefined;
  /** Names of the sealed compartments. */
  readonly sealed: readonly string[];
  /** What records of this kind are found by; undefined for those that are not found by what they name. */
  readonly named: Pick<Named, 'terms' | 'recipients'> | undefined;
}

/** Looks known without asking: far more than services report, and a bound on what strange ones cost in memory. */
const KNOWN_MAX = 20_000;

/**
 * Numbers for kinds of records, given in the order in which they first appear. What is known in memory is compared with
 * the table before each batch, so a batch that was rolled back leaves no number behind.
 */
export class RecordKinds {
  readonly #ids = new Map<string, number>();
  readonly #idsByLook = new Map<string, number>();
  #count = 0;
  #added: { readonly id: number; readonly kind: RecordKind; readonly digest: string }[] = [];

  /** Call first in every transaction. */
  async refresh({ query }: ReadModelTransaction): Promise<void> {
    this.#added = [];
    const { highest } = await query
      .selectFrom('record_kinds')
      .select((eb) => eb.fn.max('id').as('highest'))
      .executeTakeFirstOrThrow();
    if ((highest ?? 0) === this.#count && this.#idsByLook.size < KNOWN_MAX) return;
    this.#ids.clear();
    this.#idsByLook.clear();
    this.#count = highest ?? 0;
  }

  /** @param look Text from which the kind follows, cheaper to make than the kind itself. */
  known(look: string): number | undefined {
    return this.#idsByLook.get(look);
  }

  /** Of a look that is not `known`: the number of its kind, a new one if it has none. */
  async idOf(look: string, kind: RecordKind, tx: ReadModelTransaction): Promise<number> {
    const name = nameOf(kind);
    const id = this.#ids.get(name) ?? (await this.#find(name, kind, tx));
    this.#ids.set(name, id);
    this.#idsByLook.set(look, id);
    return id;
  }

  async #find(name: string, kind: RecordKind, { query }: ReadModelTransaction): Promise<number> {
    const digest = createHash('sha256').update(name).digest('base64url');
    const stored = await query.selectFrom('record_kinds').select('id').where('digest', '=', digest).executeTakeFirst();
    if (stored !== undefined) return stored.id;
    const id = (this.#count += 1);
    this.#added.push({ id, kind, digest });
    return id;
  }

  /** Write the kinds that are new in this transaction. */
  async save(tx: ReadModelTransaction): Promise<void> {
    const kinds: SqlValue[][] = [];
    const terms: SqlValue[][] = [];
    const recipients: SqlValue[][] = [];
    for (const { id, kind, digest } of this.#added) {
      const { type, family, streamCategory, recordedBy, policyVersion, sealed, named } = kind;
      kinds.push([
        id,
        type,
        family,
        streamCategory,
        recordedBy,
        policyVersion ?? null,
        sealed.join(' ') || null,
        digest,
      ]);
      for (const [scheme, iris] of named?.terms ?? []) for (const iri of iris) terms.push([id, scheme, iri]);
      for (const recipient of named?.recipients ?? []) recipients.push([id, recipient]);
    }
    await tx.insertRows({ table: 'record_kinds', columns: KIND_COLUMNS, rows: kinds });
    await tx.insertRows({ table: 'record_kind_terms', columns: ['kind_id', 'scheme', 'iri'], rows: terms });
    await tx.insertRows({ table: 'record_kind_recipients', columns: ['kind_id', 'recipient_id'], rows: recipients });
    this.#added = [];
  }
}

const KIND_COLUMNS = [
  'id',
  'type',
  'family',
  'stream_category',
  'recorded_by',
  'policy_version',
  'sealed',
  'digest',
] as const;

export async function createRecordKinds({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('record_kinds')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('family', 'text', (column) => column.notNull())
    .addColumn('stream_category', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('policy_version', 'text')
    .addColumn('sealed', 'text')
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .execute();
  await dialect
    .orderByPrimaryKey(
      query.schema
        .createTable('record_kind_terms')
        .addColumn('scheme', 'text', (column) => column.notNull())
        .addColumn('iri', 'text', (column) => column.notNull())
        .addColumn('kind_id', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('record_kind_terms_key', ['scheme', 'iri', 'kind_id']),
    )
    .execute();
  await dialect
    .orderByPrimaryKey(
      query.schema
        .createTable('record_kind_recipients')
        .addColumn('recipient_id', 'text', (column) => column.notNull())
        .addColumn('kind_id', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('record_kind_recipients_key', ['recipient_id', 'kind_id']),
    )
    .execute();
}

/** Everything of a kind in one text: lists are closed by a line, so that no two kinds are called alike. */
function nameOf({ type, streamCategory, recordedBy, policyVersion, sealed, named }: RecordKind): string {
  let name = `${type}\n${streamCategory}\n${recordedBy}\n${policyVersion ?? ''}\n${sealed.join(' ')}`;
  if (named === undefined) return name;
  for (const [scheme, iris] of named.terms) {
    name += `\n${scheme}`;
    for (const iri of iris) name += ` ${iri}`;
  }
  name += '\nrecipients';
  for (const recipient of named.recipients) name += ` ${recipient}`;
  return name;
}
