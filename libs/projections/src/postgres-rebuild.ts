import { sql } from 'kysely';
import { PostgresReadModelDatabase } from './postgres-read-model-database.ts';
import { schemaOf } from './postgres-sessions.ts';
import type { PostgresReadModels } from './postgres-sessions.ts';
import { RebuildSite } from './rebuild-site.ts';
import type { ReadModelDatabase } from './read-model-database.ts';

/** Builds in a schema beside the old one, which is renamed to take its place. */
export class PostgresRebuildSite extends RebuildSite {
  readonly #place: PostgresReadModels;
  /** Leads in the schema in use, so that no projector writes into what is about to go. */
  readonly #old: PostgresReadModelDatabase;
  readonly #newSchema: string;
  #new: PostgresReadModelDatabase | undefined;

  private constructor(place: PostgresReadModels, old: PostgresReadModelDatabase) {
    super();
    this.#place = place;
    this.#old = old;
    this.#newSchema = `${schemaOf(place)}_rebuild`;
  }

  /** @throws ProjectionError `locked` while a projector leads or another rebuild runs; `unavailable` */
  static async open(place: PostgresReadModels): Promise<PostgresRebuildSite> {
    const old = await PostgresReadModelDatabase.open(place, 'write');
    try {
      await old.leadAtOnce();
      return new PostgresRebuildSite(place, old);
    } catch (error) {
      await old.close();
      throw error;
    }
  }

  override async clear(): Promise<ReadModelDatabase> {
    await this.#drop();
    this.#new = await PostgresReadModelDatabase.open({ ...this.#place, schema: this.#newSchema }, 'bulk');
    return this.#new;
  }

  /** One transaction of the leading session: it fails, and changes nothing, when the lead was lost. */
  override async replace(): Promise<void> {
    await this.#new?.finishBulk();
    await this.#new?.close();
    await this.#old.transaction(async ({ query }) => {
      await query.schema.dropSchema(schemaOf(this.#place)).ifExists().cascade().execute();
      await sql`alter schema ${sql.id(this.#newSchema)} rename to ${sql.id(schemaOf(this.#place))}`.execute(query);
    });
  }

  override async close(): Promise<void> {
    // What cannot be removed now is removed by the next rebuild.
    await this.#drop().catch(() => undefined);
    await this.#old.close();
  }

  async #drop(): Promise<void> {
    await this.#new?.close();
    await this.#old.transaction(async ({ query }) => {
      await query.schema.dropSchema(this.#newSchema).ifExists().cascade().execute();
    });
  }
}
