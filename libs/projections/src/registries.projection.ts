import type { RecordedEvent } from '#libs/event-store';
import { factsOf, instantOf, streamIdOf, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

/** The ledger's own registries: controllers, recipients, terms, credentials, and who acts. */
export class RegistriesProjection implements Projection {
  readonly name = 'registries';
  readonly version = 1;

  async createTables({ query, dialect }: ReadModelTransaction): Promise<void> {
    for (const [table, key] of [
      ['controllers', 'controller_id'],
      ['recipients', 'recipient_id'],
    ] as const) {
      await query.schema
        .createTable(table)
        .addColumn(key, 'text', (column) => column.primaryKey())
        .addColumn('registration', 'text', (column) => column.notNull())
        .addColumn('registered_at', dialect.bigInteger, (column) => column.notNull())
        .addColumn('changed_at', dialect.bigInteger, (column) => column.notNull())
        .execute();
    }
    await query.schema
      .createTable('registered_terms')
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('scheme', 'text', (column) => column.notNull())
      .addColumn('registration', 'text', (column) => column.notNull())
      .addColumn('registered_at', dialect.bigInteger, (column) => column.notNull())
      .addPrimaryKeyConstraint('registered_terms_key', ['scheme', 'name'])
      .execute();
    await query.schema
      .createTable('api_keys')
      .addColumn('key_id', 'text', (column) => column.primaryKey())
      .addColumn('key_hash', 'text', (column) => column.notNull().unique())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('roles', 'text', (column) => column.notNull())
      .addColumn('controllers', 'text')
      .addColumn('subject_id', 'text')
      .addColumn('label', 'text')
      .addColumn('created_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('expires_at', dialect.bigInteger)
      .addColumn('revoked_at', dialect.bigInteger)
      .execute();
    await query.schema
      .createTable('actors')
      .addColumn('actor_id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('identified_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('revision', dialect.bigInteger, (column) => column.notNull())
      .execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    for (const event of batch) {
      const handle = HANDLERS.get(event.type);
      if (handle !== undefined) await handle(factsOf(event), tx);
    }
  }
}

type Handler = (facts: EventFacts, tx: ReadModelTransaction) => Promise<void>;

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['ControllerRegistered', registerController],
  ['RecipientRegistered', registerRecipient],
  ['TermRegistered', registerTerm],
  ['ApiKeyCreated', createApiKey],
  ['ApiKeyRevoked', revokeApiKey],
  ['ActorIdentified', identifyActor],
]);

async function registerController({ event, fields, recordedAt }: EventFacts, tx: ReadModelTransaction): Promise<void> {
  const registration = JSON.stringify(fields);
  await tx.query
    .insertInto('controllers')
    .values({
      controller_id: streamIdOf(event.streamName),
      registration,
      registered_at: recordedAt,
      changed_at: recordedAt,
    })
    .onConflict((conflict) => conflict.column('controller_id').doUpdateSet({ registration, changed_at: recordedAt }))
    .execute();
}

async function registerRecipient({ fields, recordedAt }: EventFacts, tx: ReadModelTransaction): Promise<void> {
  const registration = JSON.stringify(fields);
  await tx.query
    .insertInto('recipients')
    .values({
      recipient_id: textOf(fields['recipient']),
      registration,
      registered_at: recordedAt,
      changed_at: recordedAt,
    })
    .onConflict((conflict) => conflict.column('recipient_id').doUpdateSet({ registration, changed_at: recordedAt }))
    .execute();
}

async function registerTerm({ fields, recordedAt }: EventFacts, tx: ReadModelTransaction): Promise<void> {
  const registration = JSON.stringify(fields);
  await tx.query
    .insertInto('registered_terms')
    .values({
      name: textOf(fields['name']),
      scheme: textOf(fields['scheme']),
      registration,
      registered_at: recordedAt,
    })
    .onConflict((conflict) => conflict.columns(['scheme', 'name']).doUpdateSet({ registration }))
    .execute();
}

async function createApiKey({ fields, recordedAt }: EventFacts, tx: ReadModelTransaction): Promise<void> {
  const { keyId, keyHash, holder, roles, controllers, subjectId, label, expiresAt } = fields;
  await tx.query
    .insertInto('api_keys')
    .values({
      key_id: textOf(keyId),
      key_hash: textOf(keyHash),
      holder: textOf(holder),
      roles: JSON.stringify(roles ?? []),
      controllers: controllers === undefined ? null : JSON.stringify(controllers),
      subject_id: subjectId === undefined ? null : textOf(subjectId),
      label: label === undefined ? null : textOf(label),
      created_at: recordedAt,
      expires_at: expiresAt === undefined ? null : instantOf(expiresAt),
      revoked_at: null,
    })
    .execute();
}

/** The first revocation counts. */
async function revokeApiKey({ fields, recordedAt }: EventFacts, tx: ReadModelTransaction): Promise<void> {
  await tx.query
    .updateTable('api_keys')
    .set({ revoked_at: recordedAt })
    .where('key_id', '=', textOf(fields['keyId']))
    .where('revoked_at', 'is', null)
    .execute();
}

async function identifyActor({ event, fields, recordedAt }: EventFacts, tx: ReadModelTransaction): Promise<void> {
  const kind = textOf(fields['actorKind']);
  await tx.query
    .insertInto('actors')
    .values({ actor_id: streamIdOf(event.streamName), kind, identified_at: recordedAt, revision: event.revision })
    .onConflict((conflict) => conflict.column('actor_id').doUpdateSet({ kind, revision: event.revision }))
    .execute();
}
