import type { ReadModelDatabase } from '../read-model-database.ts';
import type { Tables } from '../tables.ts';
import { uuidText } from '../uuid-text.ts';

const TABLES: readonly (keyof Tables)[] = [
  'projection_progress',
  'projection_versions',
  'parked_events',
  'records',
  'record_kinds',
  'record_kind_terms',
  'record_kind_recipients',
  'mentioned_subjects',
  'merge_edges',
  'subject_merges',
  'controllers',
  'recipients',
  'registered_terms',
  'api_keys',
  'actors',
  'policy_versions',
  'finding_versions',
  'holdings',
  'holding_kinds',
  'holding_kind_categories',
  'holding_endings',
  'holding_ends_for_all',
  'consents',
  'consent_ends',
  'recipient_records',
  'recipient_flows',
  'recipient_flow_starts',
  'projection_stamps',
  'deadlines',
  'deadline_companies',
  'deadline_holds',
  'webhook_endpoints',
  'task_deliveries',
  'task_failures',
];

/** Every row of every table, sorted: two read models of the same log have equal dumps, on whichever engines they are. */
export async function dumpOf({ query }: ReadModelDatabase): Promise<Record<string, readonly string[]>> {
  const dump: Record<string, readonly string[]> = {};
  for (const table of TABLES) {
    const rows = await query.selectFrom(table).selectAll().execute();
    dump[table] = rows.map((row) => JSON.stringify(readable(row))).sort();
  }
  return dump;
}

function readable(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? uuidText(value) : (value as unknown),
    ]),
  );
}
