import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Length, Max, Min } from 'class-validator';
import { definitions, type EventFamily } from '#libs/domain';
import { IsInstantText, IsReferenceText, ListFromText, NumberFromText, Optional } from '../validation/index.ts';

const VALUES_COUNT_MAX = 50;
const FAMILIES = ['processing', 'identity', 'access'] as const satisfies readonly EventFamily[];

/** What records can be narrowed to. Several values of one are alternatives; different ones must all hold. */
export class RecordFiltersDto {
  /** Record types, and types of the ledger's own events. */
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...definitions.keys()], { each: true })
  type?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @IsIn(FAMILIES, { each: true })
  family?: (typeof FAMILIES)[number][];

  /** Terms, as IRI or prefixed name. */
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  category?: string[];

  /** Terms, as IRI or prefixed name. */
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  purpose?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  recipient?: string[];

  @Optional()
  @IsInstantText()
  occurredFrom?: string;

  /** Inclusive. */
  @Optional()
  @IsInstantText()
  occurredTo?: string;

  /** The world as it was then: what had happened by that time. */
  @Optional()
  @IsInstantText()
  asOf?: string;

  /** What the ledger knew then: what had been recorded by that time. */
  @Optional()
  @IsInstantText()
  knownAt?: string;

  /** Of the log. Default `desc`, `asc` for exports. */
  @Optional()
  @IsIn(['asc', 'desc'])
  order?: 'asc' | 'desc';

  /** Items on a page. Default 100. */
  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(1)
  @Max(10_000)
  limit?: number;

  /** As a page gave it for the next. */
  @Optional()
  @IsString()
  @Length(1, 512)
  cursor?: string;

  /** Wait until the read model has reached this position. */
  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(0)
  atLeast?: number;
}
