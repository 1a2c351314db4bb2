import { ArrayMaxSize, IsArray, IsIn, IsString } from 'class-validator';
import { definitions, type EventFamily } from '#libs/domain';
import { RECORD_FILTERS, type FilterKind } from '#libs/projections';
import { Documented, IsInstantText, IsReferenceText, ListFromText, Optional } from '../validation/index.ts';
import { PageQueryDto } from './paged-query.dto.ts';

const VALUES_COUNT_MAX = 50;
/** The ledger's registries have lists of their own. */
export const ENTRY_FAMILIES = [
  'processing',
  'identity',
  'access',
  'deadline',
] as const satisfies readonly EventFamily[];

/** One of the filters as a request names it: a list of texts, or one instant. */
export type FilterParameters = {
  readonly [F in (typeof RECORD_FILTERS)[keyof typeof RECORD_FILTERS] as F['parameter']]?: F['kind'] extends 'instant'
    ? string
    : readonly string[];
};

/**
 * What records can be narrowed to: the filters of the read models, which also document themselves. Several values of one
 * are alternatives; different ones must all hold.
 */
export class RecordFiltersDto extends PageQueryDto {
  @Optional()
  @IsIn(['asc', 'desc'])
  @Documented({ description: 'Of the log. Default `desc`, `asc` for exports.' })
  order?: 'asc' | 'desc';
}

for (const { parameter, kind, description } of Object.values(RECORD_FILTERS)) {
  for (const decorate of [Optional(), ...decoratorsOf(kind), Documented({ description })]) {
    decorate(RecordFiltersDto.prototype, parameter);
  }
}

function decoratorsOf(kind: FilterKind): readonly PropertyDecorator[] {
  if (kind === 'instant') return [IsInstantText()];
  return [ListFromText(), IsArray(), ArrayMaxSize(VALUES_COUNT_MAX), valueDecorator(kind)];
}

/** Terms are looked up when they are resolved: the vocabulary grows while the ledger runs. */
function valueDecorator(kind: Exclude<FilterKind, 'instant'>): PropertyDecorator {
  const each = { each: true };
  switch (kind) {
    case 'eventType':
      return IsIn([...definitions.keys()], each);
    case 'family':
      return IsIn(ENTRY_FAMILIES, each);
    case 'recipient':
      return IsReferenceText(each);
    default:
      return IsString(each);
  }
}
