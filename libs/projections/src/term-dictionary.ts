import type { TermScheme } from '#libs/domain';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';

/**
 * Numbers for vocabulary terms, given in the order in which they first appear. The copy in memory is compared with
 * the table before each batch, so a batch that was rolled back leaves no number behind.
 */
export class TermDictionary {
  #ids = new Map<string, Map<string, number>>();
  #count = 0;
  #added: SqlValue[][] = [];

  /** Call first in every transaction. */
  async refresh({ query }: ReadModelTransaction): Promise<void> {
    this.#added = [];
    const { highest } = await query
      .selectFrom('terms')
      .select((eb) => eb.fn.max('id').as('highest'))
      .executeTakeFirstOrThrow();
    if ((highest ?? 0) === this.#count) return;
    const terms = await query.selectFrom('terms').selectAll().execute();
    this.#ids = new Map();
    for (const { id, scheme, iri } of terms) this.#idsOf(scheme).set(iri, id);
    this.#count = terms.length;
  }

  idOf(scheme: TermScheme, iri: string): number {
    const ids = this.#idsOf(scheme);
    let id = ids.get(iri);
    if (id === undefined) {
      id = this.#count += 1;
      ids.set(iri, id);
      this.#added.push([id, scheme, iri]);
    }
    return id;
  }

  /** Write the terms that are new in this transaction. */
  async save(tx: ReadModelTransaction): Promise<void> {
    await tx.insertRows({ table: 'terms', columns: ['id', 'scheme', 'iri'], rows: this.#added });
    this.#added = [];
  }

  #idsOf(scheme: string): Map<string, number> {
    let ids = this.#ids.get(scheme);
    if (ids === undefined) this.#ids.set(scheme, (ids = new Map<string, number>()));
    return ids;
  }
}
