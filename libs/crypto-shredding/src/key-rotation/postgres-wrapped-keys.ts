import pg from 'pg';
import type { WrappedKey } from '../key-wrapper.ts';
import type { PostgresConnections } from '../postgres-vault-connections.ts';
import { asVaultError, isLostRace } from '../postgres-vault-error.ts';
import type { KeyName, KeyRow } from '../vault-storage.ts';
import { type KeyReplacement, type Replacement, WrappedKeys } from './wrapped-keys.ts';

const PAGE = `select subject_id as "subjectId", compartment, kek_id as "kekId", wrapped from data_keys
  where (subject_id, compartment) > ($1, $2) order by subject_id, compartment limit $3`;

const REPLACE = `update data_keys k set kek_id = n.kek_id, wrapped = n.wrapped
  from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bytea[]) as n (subject_id, compartment, was, kek_id, wrapped)
  where k.subject_id = n.subject_id and k.compartment = n.compartment and k.wrapped = n.was returning 1`;

/** Each loss means that another writer got on; this many in a row is a fault. */
const ATTEMPTS_MAX = 10;

/** In a schema that services may be at work on. */
export class PostgresWrappedKeys extends WrappedKeys {
  readonly #connections: PostgresConnections;

  constructor(connections: PostgresConnections) {
    super();
    this.#connections = connections;
  }

  override async count(): Promise<number> {
    const rows = await this.#query<{ readonly count: string }>({ text: 'select count(*) from data_keys' });
    return Number(rows[0]?.count ?? 0);
  }

  override async page(after: KeyName | undefined, countMax: number): Promise<readonly KeyRow[]> {
    const values = [after?.subjectId ?? '', after?.compartment ?? '', countMax];
    const rows = await this.#query<KeyName & WrappedKey>({ name: 'page of keys', text: PAGE, values });
    return rows.map(({ kekId, wrapped, ...name }) => ({ ...name, key: { kekId, wrapped } }));
  }

  override async replace(replacements: readonly KeyReplacement[]): Promise<number> {
    const values = [
      replacements.map(({ subjectId }) => subjectId),
      replacements.map(({ compartment }) => compartment),
      replacements.map(({ from }) => Buffer.from(from.wrapped)),
      replacements.map(({ to }) => to.kekId),
      replacements.map(({ to }) => Buffer.from(to.wrapped)),
    ];
    return (await this.#query({ name: 'replace keys', text: REPLACE, values })).length;
  }

  override async readSecrets(): Promise<ReadonlyMap<string, WrappedKey>> {
    const rows = await this.#query<{ readonly name: string } & WrappedKey>({
      text: 'select name, kek_id as "kekId", wrapped from secrets',
    });
    return new Map(rows.map(({ name, kekId, wrapped }) => [name, { kekId, wrapped }]));
  }

  override async replaceSecret(name: string, { from, to }: Replacement): Promise<void> {
    await this.#query({
      text: 'update secrets set kek_id = $1, wrapped = $2 where name = $3 and wrapped = $4',
      values: [to.kekId, Buffer.from(to.wrapped), name, Buffer.from(from.wrapped)],
    });
  }

  /**
   * Adding a constraint waits for every writer before it and holds for every writer after it, so no key that comes in later
   * can be missed. Not validated: what is there already is what is to be replaced.
   */
  override async retire({ retired, current }: { readonly retired: string; readonly current: string }): Promise<void> {
    await this.#connections.transaction(async (client) => {
      await client.query(`alter table data_keys drop constraint if exists ${constraintFor(current)}`);
      await client.query(`alter table data_keys drop constraint if exists ${constraintFor(retired)}`);
      await client.query(
        `alter table data_keys add constraint ${constraintFor(retired)}
         check (kek_id <> ${pg.escapeLiteral(retired)}) not valid`,
      );
    });
  }

  async #query<Row extends object>(query: pg.QueryConfig): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#connections.query<Row>(query);
      } catch (error) {
        if (!isLostRace(error) || attempt === ATTEMPTS_MAX) throw asVaultError(error);
      }
    }
  }
}

function constraintFor(kekId: string): string {
  return pg.escapeIdentifier(`not_wrapped_by_${kekId}`);
}
