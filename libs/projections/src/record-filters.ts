import { sql } from 'kysely';
import type { ExpressionBuilder, Expression, RawBuilder, SqlBool } from 'kysely';
import type { EventFamily, TermScheme } from '#libs/domain';
import type { ParameterOf } from './prepared-query.ts';
import type { Dialect, SqlValue } from './read-model-database.ts';
import type { Tables } from './tables.ts';

/** What an entry must be like. Several values of one filter are alternatives; several filters must all hold. */
export interface RecordFilters {
  readonly types?: readonly string[];
  readonly families?: readonly EventFamily[];
  /** IRIs. Narrower terms are not implied: name them too. */
  readonly categories?: readonly string[];
  readonly purposes?: readonly string[];
  readonly operations?: readonly string[];
  readonly legalBases?: readonly string[];
  readonly recipients?: readonly string[];
  /** Epoch milliseconds, inclusive. */
  readonly occurredFrom?: number;
  /** Epoch milliseconds, inclusive: "as of". */
  readonly occurredTo?: number;
  /** Epoch milliseconds, inclusive: what the ledger had recorded by then. */
  readonly knownAt?: number;
}

/** The parameters of a query with filters: lists as JSON, so that their length does not change the SQL. */
export type FilterParameters = { readonly [K in keyof RecordFilters]-?: SqlValue };

type FilterName = keyof RecordFilters;

const SCHEMES: { readonly [K in FilterName]?: TermScheme } = {
  categories: 'category',
  purposes: 'purpose',
  operations: 'operation',
  legalBases: 'legalBasis',
};

const FILTER_NAMES: readonly FilterName[] = [
  'types',
  'families',
  'categories',
  'purposes',
  'operations',
  'legalBases',
  'recipients',
  'occurredFrom',
  'occurredTo',
  'knownAt',
];

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
  const position = eb.ref('records.position');
  return names.map((name) => {
    const scheme = SCHEMES[name];
    if (scheme !== undefined) {
      return sql<SqlBool>`exists (select 1 from record_terms where record_terms.position = ${position}
        and record_terms.term_id in (select id from terms where scheme = ${scheme}
          and iri in ${listOf(dialect, parameter, name)}))`;
    }
    const value = sql<number>`${parameter(name)}`;
    switch (name) {
      case 'types':
        return sql<SqlBool>`${eb.ref('records.type')} in ${listOf(dialect, parameter, name)}`;
      case 'families':
        return sql<SqlBool>`${eb.ref('records.family')} in ${listOf(dialect, parameter, name)}`;
      case 'recipients':
        return sql<SqlBool>`exists (select 1 from record_recipients where record_recipients.position = ${position}
          and record_recipients.recipient_id in ${listOf(dialect, parameter, name)})`;
      case 'occurredFrom':
        return sql<SqlBool>`${eb.ref('records.occurred_at')} >= ${value}`;
      case 'occurredTo':
        return sql<SqlBool>`${eb.ref('records.occurred_at')} <= ${value}`;
      default:
        return sql<SqlBool>`${eb.ref('records.recorded_at')} <= ${value}`;
    }
  });
}
