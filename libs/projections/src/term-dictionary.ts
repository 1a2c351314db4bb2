import type { TermScheme } from '#libs/domain';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';

/**
 * Numbers for vocabulary terms, given in the order in which they first appear. The copy in memory is compared with
 * the table before each batch, so a batch that was rolled back leaves no number behind.
 */
export class TermDictionary {
  #ids = new Map<string, number>();
  #added: SqlValue[][] = [];

  /** Call first in every transaction. */
  async refresh({ query }: ReadModelTransaction): Promise<void> {
    this.#added = [];
    const { highest } = await query
      .selectFrom('terms')
      .select((eb) => eb.fn.max('id').as('highest'))
      .executeTakeFirstOrThrow();
    if ((highest ?? 0) === this.#ids.size) return;
    const terms = await query.selectFrom('terms').selectAll().execute();
    this.#ids = new Map(terms.map(({ id, scheme, iri }) => [keyOf(scheme, iri), id]));
  }

  idOf(scheme: TermScheme, iri: string): number {
    const key = keyOf(scheme, iri);
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(key, id);
      this.#added.push([id, scheme, iri]);
    }
    return id;
  }

  /** Write the terms that are new in this transaction. */
  async save(tx: ReadModelTransaction): Promise<void> {
    await tx.insertRows({ table: 'terms', columns: ['id', 'scheme', 'iri'], rows: this.#added });
    this.#added = [];
  }
}

/** Schemes hold no space. */
function keyOf(scheme: string, iri: string): string {
  return `${scheme} ${iri}`;
}
