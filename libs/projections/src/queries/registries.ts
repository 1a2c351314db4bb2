import { sql } from 'kysely';
import { ControllerRegistered, RecipientRegistered, TermRegistered } from '#libs/domain';
import type { FieldsOf } from '#libs/domain';
import { PreparedQuery } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import type { ApiKeysTable } from '../tables.ts';

/** Instants here are epoch milliseconds. */
export interface RegisteredController {
  readonly controllerId: string;
  readonly registration: FieldsOf<typeof ControllerRegistered>;
  readonly registeredAt: number;
  readonly changedAt: number;
}

export interface RegisteredRecipient {
  readonly recipientId: string;
  readonly registration: FieldsOf<typeof RecipientRegistered>;
  readonly registeredAt: number;
  readonly changedAt: number;
}

export type RegisteredTerm = FieldsOf<typeof TermRegistered>;

export interface ApiKey {
  readonly keyId: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly keyHash: string;
  readonly holder: string;
  readonly roles: readonly string[];
  /** Undefined: good for all controllers. */
  readonly controllers: readonly string[] | undefined;
  /** With the role `subject`: the one person whose history it shows. */
  readonly subjectId: string | undefined;
  readonly label: string | undefined;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
}

export interface Actor {
  readonly actorId: string;
  readonly kind: string;
  readonly identifiedAt: number;
  /** Where its sealed name stands in the stream `actor-<actorId>`. */
  readonly revision: number;
}

/** A registry larger than this is no registry; more is not read. */
const REGISTRY_COUNT_MAX = 10_000;

/** The ledger's own registries. */
export class Registries {
  readonly #database: ReadModelDatabase;
  readonly #keyById: PreparedQuery<{ readonly keyId: string }, ApiKeysTable>;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
    this.#keyById = new PreparedQuery((parameter) =>
      database.query.selectFrom('api_keys').selectAll().where('key_id', '=', parameter('keyId')),
    );
  }

  async controllers(): Promise<readonly RegisteredController[]> {
    const rows = await this.#database.query
      .selectFrom('controllers')
      .selectAll()
      .orderBy('controller_id')
      .limit(REGISTRY_COUNT_MAX)
      .execute();
    return rows.map((row) => ({
      controllerId: row.controller_id,
      registration: JSON.parse(row.registration) as RegisteredController['registration'],
      registeredAt: row.registered_at,
      changedAt: row.changed_at,
    }));
  }

  async recipients(): Promise<readonly RegisteredRecipient[]> {
    const rows = await this.#database.query
      .selectFrom('recipients')
      .selectAll()
      .orderBy('recipient_id')
      .limit(REGISTRY_COUNT_MAX)
      .execute();
    return rows.map((row) => ({
      recipientId: row.recipient_id,
      registration: JSON.parse(row.registration) as RegisteredRecipient['registration'],
      registeredAt: row.registered_at,
      changedAt: row.changed_at,
    }));
  }

  /** Terms added to the vocabulary, in the order in which they were. */
  async terms(): Promise<readonly RegisteredTerm[]> {
    const rows = await this.#database.query
      .selectFrom('registered_terms')
      .select('registration')
      .orderBy('registered_at')
      .orderBy('scheme')
      .orderBy('name')
      .limit(REGISTRY_COUNT_MAX)
      .execute();
    return rows.map((row) => JSON.parse(row.registration) as RegisteredTerm);
  }

  /** The credential, also when it has expired or was revoked: the caller judges. */
  async apiKey(keyId: string): Promise<ApiKey | undefined> {
    const [row] = await this.#keyById.run(this.#database.query, { keyId });
    return row === undefined ? undefined : apiKeyOf(row);
  }

  async apiKeys(): Promise<readonly ApiKey[]> {
    const rows = await this.#database.query
      .selectFrom('api_keys')
      .selectAll()
      .orderBy('created_at')
      .orderBy('key_id')
      .limit(REGISTRY_COUNT_MAX)
      .execute();
    return rows.map(apiKeyOf);
  }

  async actors(actorIds: readonly string[]): Promise<readonly Actor[]> {
    const { query, dialect } = this.#database;
    const rows = await query
      .selectFrom('actors')
      .selectAll()
      .where(sql<boolean>`actor_id in ${dialect.valuesOf(sql<string>`${JSON.stringify(actorIds)}`)}`)
      .orderBy('actor_id')
      .execute();
    return rows.map((row) => ({
      actorId: row.actor_id,
      kind: row.kind,
      identifiedAt: row.identified_at,
      revision: row.revision,
    }));
  }
}

function apiKeyOf(row: ApiKeysTable): ApiKey {
  return {
    keyId: row.key_id,
    keyHash: row.key_hash,
    holder: row.holder,
    roles: JSON.parse(row.roles) as readonly string[],
    controllers: row.controllers === null ? undefined : (JSON.parse(row.controllers) as readonly string[]),
    subjectId: row.subject_id ?? undefined,
    label: row.label ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  };
}
