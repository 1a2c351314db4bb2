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

/** `<scheme> <iri>` to the number it was given. */
export type TermIds = Map<string, number>;

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

export interface RawRows {
  /** In the order of the table's columns. */
  readonly record: readonly unknown[];
  readonly termIds: readonly number[];
  readonly recipient: string | undefined;
}

/** What the read models keep of one event. */
export function rowsOf(row: RawEventRow, terms: TermIds): RawRows {
  const { sealed, ...clear } = JSON.parse(row.data) as EventData;
  const metadata = JSON.parse(row.metadata) as EventMetadata;
  const family = FAMILIES[row.type] ?? PROCESSING;
  const record = [
    row.position,
    row.id,
    row.stream_name,
    row.revision,
    row.type,
    family,
    clear.controllerId ?? null,
    clear.subjectId ?? null,
    Date.parse(clear.occurredAt),
    row.recorded_at,
    clear.actorId ?? null,
    metadata.recordedBy,
    metadata.$correlationId,
    clear.policyVersion ?? null,
    metadata.fingerprint ?? null,
    JSON.stringify(clear),
    sealed === undefined ? null : Object.keys(sealed).join(' '),
  ];
  if (family !== PROCESSING) return { record, termIds: [], recipient: undefined };
  return { record, termIds: termIdsOf(clear.fields, terms), recipient: clear.fields.recipient };
}

function termIdsOf(fields: EventFields, terms: TermIds): readonly number[] {
  const ids: number[] = [];
  const add = (scheme: string, iri: string): void => {
    const name = `${scheme} ${iri}`;
    let id = terms.get(name);
    if (id === undefined) terms.set(name, (id = terms.size + 1));
    ids.push(id);
  };
  for (const category of fields.categories ?? fields.scope?.categories ?? []) {
    add('category', typeof category === 'string' ? category : category.category);
  }
  for (const purpose of fields.purposes ?? fields.scope?.purposes ?? []) add('purpose', purpose);
  if (fields.operation !== undefined) add('operation', fields.operation);
  if (fields.legalBasis !== undefined) add('legalBasis', fields.legalBasis);
  return ids;
}
