import { sql } from 'kysely';
import type { ExpressionBuilder, Expression, RawBuilder, SqlBool } from 'kysely';
import type { EventFamily, TermScheme } from '#libs/domain';
import type { ParameterOf } from './prepared-query.ts';
import type { Dialect, SqlValue } from './read-model-database.ts';
import type { Tables } from './tables.ts';

/** What the values of a filter are: that decides how they are written in a request and how they are compared. */
export type FilterKind = 'eventType' | 'family' | 'recipient' | 'instant' | TermScheme;

type FilterDescription = {
  /** Its name in a request. */
  readonly parameter: string;
  readonly description: string;
} & (
  | { readonly kind: Exclude<FilterKind, 'instant'> }
  | { readonly kind: 'instant'; readonly column: 'occurred_at' | 'recorded_at'; readonly comparison: '<=' | '>=' }
);

/** Every filter of histories, searches and exports, the API's parameters included. A new one is an entry here and, where no kind fits, a condition below. */
export const RECORD_FILTERS = {
  types: {
    parameter: 'type',
    kind: 'eventType',
    description: "Record types, and types of the ledger's own events.",
  },
  families: {
    parameter: 'family',
    kind: 'family',
    description:
      'What companies did (`processing`), who is who (`identity`), who looked (`access`), what was not done in time (`deadline`).',
  },
  categories: {
    parameter: 'category',
    kind: 'category',
    description:
      'Categories of personal data, as IRI or prefixed name (`pd:EmailAddress`). Narrower terms are not implied.',
  },
  purposes: {
    parameter: 'purpose',
    kind: 'purpose',
    description: 'Purposes, as IRI or prefixed name (`dpv:ServiceProvision`).',
  },
  operations: {
    parameter: 'operation',
    kind: 'operation',
    description: 'Operations, as IRI or prefixed name (`dpv:Profiling`).',
  },
  legalBases: {
    parameter: 'legalBasis',
    kind: 'legalBasis',
    description: 'Legal bases, as IRI or prefixed name (`eu-gdpr:A6-1-b`).',
  },
  recipients: { parameter: 'recipient', kind: 'recipient', description: 'Ids of recipients.' },
  occurredFrom: {
    parameter: 'occurredFrom',
    kind: 'instant',
    column: 'occurred_at',
    comparison: '>=',
    description: 'Inclusive.',
  },
  occurredTo: {
    parameter: 'occurredTo',
    kind: 'instant',
    column: 'occurred_at',
    comparison: '<=',
    description: 'Inclusive.',
  },
  asOf: {
    parameter: 'asOf',
    kind: 'instant',
    column: 'occurred_at',
    comparison: '<=',
    description: 'The world as it was then: what had happened by that time.',
  },
  knownAt: {
    parameter: 'knownAt',
    kind: 'instant',
    column: 'recorded_at',
    comparison: '<=',
    description:
      'What the ledger knew then: what had been recorded by that time. Merges of subjects are followed as they stand now, whatever the time.',
  },
} as const satisfies { readonly [name: string]: FilterDescription };

export type FilterName = keyof typeof RECORD_FILTERS;

/**
 * What an entry must be like. Several values of one filter are alternatives; several filters must all hold. Terms are
 * IRIs, instants epoch milliseconds, inclusive.
 */
export type RecordFilters = {
  readonly [N in FilterName]?: (typeof RECORD_FILTERS)[N]['kind'] extends 'instant'
    ? number
    : (typeof RECORD_FILTERS)[N]['kind'] extends 'family'
      ? readonly EventFamily[]
      : readonly string[];
};

/** The parameters of a query with filters: lists as JSON, so that their length does not change the SQL. */
export type FilterParameters = { readonly [N in FilterName]-?: SqlValue };

const FILTER_NAMES = Object.keys(RECORD_FILTERS) as readonly FilterName[];

/** The filters that are set, in a fixed order. An empty list filters nothing. */
export function filtersIn(filters: RecordFilters): readonly FilterName[] {
  return FILTER_NAMES.filter((name) => {
    const value = filters[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
}

export function filterParameters(filters: RecordFilters): FilterParameters {
  const parameters: Partial<Record<FilterName, SqlValue>> = {};
  for (const name of FILTER_NAMES) {
    const value = filters[name];
    parameters[name] = value === undefined ? null : typeof value === 'number' ? value : JSON.stringify(value);
  }
  return parameters as FilterParameters;
}

/** A list parameter as a subquery, or the list itself where the query runs once. */
export function listOf<P>(dialect: Dialect, parameter: ParameterOf<P>, name: keyof P): RawBuilder<string> {
  return dialect.valuesOf(sql<string>`${parameter(name)}`);
}

/** The conditions on `records` that carry out the filters named. */
export function conditionsFor(
  eb: ExpressionBuilder<Tables, 'records'>,
  names: readonly FilterName[],
  dialect: Dialect,
  parameter: ParameterOf<FilterParameters>,
): Expression<SqlBool>[] {
  return names.map((name) => conditionFor(name, { eb, dialect, parameter }));
}

interface Conditions {
  readonly eb: ExpressionBuilder<Tables, 'records'>;
  readonly dialect: Dialect;
  readonly parameter: ParameterOf<FilterParameters>;
}

function conditionFor(name: FilterName, { eb, dialect, parameter }: Conditions): Expression<SqlBool> {
  const kind = eb.ref('records.kind_id');
  const filter = RECORD_FILTERS[name];
  switch (filter.kind) {
    case 'eventType':
      return sql<SqlBool>`${kind} in (select id from record_kinds where type in ${listOf(dialect, parameter, name)})`;
    case 'family':
      return sql<SqlBool>`${kind} in (select id from record_kinds where family in ${listOf(dialect, parameter, name)})`;
    case 'recipient':
      return sql<SqlBool>`${kind} in (select kind_id from record_kind_recipients
        where recipient_id in ${listOf(dialect, parameter, name)})`;
    case 'instant': {
      const { column, comparison } = filter;
      return sql<SqlBool>`${eb.ref(`records.${column}`)} ${sql.raw(comparison)} ${sql<number>`${parameter(name)}`}`;
    }
    default:
      return sql<SqlBool>`${kind} in (select kind_id from record_kind_terms where scheme = ${filter.kind}
        and iri in ${listOf(dialect, parameter, name)})`;
  }
}
