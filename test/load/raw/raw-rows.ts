import { createHash } from 'node:crypto';

/** An event as the log's tables hold it. */
export interface RawEventRow {
  readonly position: number;
  readonly stream_name: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  readonly recorded_at: number;
}

/** What records have in common, as text, to its number and its rows. */
export type Kinds = Map<string, { readonly id: number; readonly rows: KindRows }>;

/** In the order of the tables' columns. */
export interface KindRows {
  readonly kind: readonly unknown[];
  readonly terms: readonly (readonly unknown[])[];
  readonly recipients: readonly (readonly unknown[])[];
}

/** As the log of `seeded-log` has them. */
interface EventData {
  readonly controllerId?: string;
  readonly subjectId?: string;
  readonly occurredAt: string;
  readonly policyVersion?: string;
  readonly actorId?: string;
  readonly sealed?: { readonly [compartment: string]: string };
  readonly fields: EventFields;
}

interface EventFields {
  readonly categories?: readonly (string | { readonly category: string })[];
  readonly purposes?: readonly string[];
  readonly operation?: string;
  readonly legalBasis?: string;
  readonly recipient?: string;
  readonly scope?: { readonly purposes: readonly string[]; readonly categories: readonly string[] };
}

interface EventMetadata {
  readonly $correlationId: string;
  readonly recordedBy: string;
  readonly fingerprint?: string;
}

const FAMILIES: { readonly [type: string]: string } = { IdentifiersLinked: 'identity', HistoryRead: 'access' };
const PROCESSING = 'processing';

/** What the read models keep of one event: its row in the order of the table's columns, UUIDs as text. */
export function rowOf(row: RawEventRow, kinds: Kinds): readonly unknown[] {
  const { sealed, ...clear } = JSON.parse(row.data) as EventData;
  const metadata = JSON.parse(row.metadata) as EventMetadata;
  const compartments = sealed === undefined ? null : Object.keys(sealed).join(' ');
  const subjectId = clear.subjectId ?? null;
  const category = row.stream_name.slice(0, row.stream_name.indexOf('-'));
  return [
    row.position,
    row.id,
    kindOf({ row, clear, recordedBy: metadata.recordedBy, compartments, category }, kinds),
    clear.controllerId ?? null,
    subjectId,
    row.stream_name === `${category}-${String(subjectId)}` ? null : row.stream_name,
    row.revision,
    Date.parse(clear.occurredAt),
    row.recorded_at,
    clear.actorId ?? null,
    metadata.$correlationId === row.id ? null : metadata.$correlationId,
    metadata.fingerprint ?? null,
    JSON.stringify(clear),
  ];
}

interface Facts {
  readonly row: RawEventRow;
  readonly clear: Omit<EventData, 'sealed'>;
  readonly recordedBy: string;
  readonly compartments: string | null;
  readonly category: string;
}

function kindOf({ row, clear, recordedBy, compartments, category }: Facts, kinds: Kinds): number {
  const family = FAMILIES[row.type] ?? PROCESSING;
  const terms = family === PROCESSING ? termsOf(clear.fields) : [];
  const recipient = family === PROCESSING ? clear.fields.recipient : undefined;
  const policyVersion = clear.policyVersion ?? null;
  const name = `${row.type} ${category} ${recordedBy} ${String(policyVersion)} ${String(compartments)} ${terms.join(' ')} ${String(recipient)}`;
  const known = kinds.get(name);
  if (known !== undefined) return known.id;
  const id = kinds.size + 1;
  const digest = createHash('sha256').update(name).digest('base64url');
  const rows = {
    kind: [id, row.type, family, category, recordedBy, policyVersion, compartments, digest],
    terms: terms.map((term) => [...term, id]),
    recipients: recipient === undefined ? [] : [[recipient, id]],
  };
  kinds.set(name, { id, rows });
  return id;
}

function termsOf(fields: EventFields): readonly (readonly [scheme: string, iri: string])[] {
  const terms: [string, string][] = [];
  for (const category of fields.categories ?? fields.scope?.categories ?? []) {
    terms.push(['category', typeof category === 'string' ? category : category.category]);
  }
  for (const purpose of fields.purposes ?? fields.scope?.purposes ?? []) terms.push(['purpose', purpose]);
  if (fields.operation !== undefined) terms.push(['operation', fields.operation]);
  if (fields.legalBasis !== undefined) terms.push(['legalBasis', fields.legalBasis]);
  return terms;
}
