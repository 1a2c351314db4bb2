import type { PolicyPack } from '#libs/domain';
import type { ReadModelDatabase } from '../read-model-database.ts';
import type { PolicyVersionsTable } from '../tables.ts';

/** Instants are epoch milliseconds. */
export interface PolicyVersion {
  readonly controllerId: string;
  readonly policyVersion: string;
  readonly effectiveFrom: number;
  readonly publishedAt: number;
  readonly position: number;
  readonly pack: PolicyPack;
}

/** A company with more versions than this has no policy. */
const VERSIONS_COUNT_MAX = 1_000;

/** The policies of companies, as they were published. */
export class PublishedPolicies {
  readonly #database: ReadModelDatabase;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
  }

  /** In the order in which they were published, without their packs. */
  async list(controllers: readonly string[]): Promise<readonly Omit<PolicyVersion, 'pack'>[]> {
    if (controllers.length === 0) return [];
    const rows = await this.#database.query
      .selectFrom('policy_versions')
      .select(['controller_id', 'policy_version', 'effective_from', 'published_at', 'position'])
      .where('controller_id', 'in', controllers)
      .orderBy('controller_id')
      .orderBy('position')
      .limit(VERSIONS_COUNT_MAX)
      .execute();
    return rows.map(versionOf);
  }

  async version(controllerId: string, policyVersion: string): Promise<PolicyVersion | undefined> {
    const row = await this.#database.query
      .selectFrom('policy_versions')
      .selectAll()
      .where('controller_id', '=', controllerId)
      .where('policy_version', '=', policyVersion)
      .executeTakeFirst();
    return row === undefined ? undefined : { ...versionOf(row), pack: JSON.parse(row.pack) as PolicyPack };
  }
}

function versionOf(row: Omit<PolicyVersionsTable, 'pack'>): Omit<PolicyVersion, 'pack'> {
  return {
    controllerId: row.controller_id,
    policyVersion: row.policy_version,
    effectiveFrom: row.effective_from,
    publishedAt: row.published_at,
    position: row.position,
  };
}
