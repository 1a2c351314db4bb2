import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Length, Max, Min } from 'class-validator';
import { definitions, type EventFamily } from '#libs/domain';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  ListFromText,
  NumberFromText,
  Optional,
} from '../validation/index.ts';

const VALUES_COUNT_MAX = 50;
/** The ledger's registries have lists of their own. */
export const ENTRY_FAMILIES = ['processing', 'identity', 'access'] as const satisfies readonly EventFamily[];

/** What records can be narrowed to. Several values of one are alternatives; different ones must all hold. */
export class RecordFiltersDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...definitions.keys()], { each: true })
  @Documented({ description: "Record types, and types of the ledger's own events." })
  type?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @IsIn(ENTRY_FAMILIES, { each: true })
  @Documented({ description: 'What companies did (`processing`), who is who (`identity`), who looked (`access`).' })
  family?: (typeof ENTRY_FAMILIES)[number][];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  @Documented({ description: 'Categories of personal data, as IRI or prefixed name (`pd:EmailAddress`).' })
  category?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  @Documented({ description: 'Purposes, as IRI or prefixed name (`dpv:ServiceProvision`).' })
  purpose?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Ids of recipients.' })
  recipient?: string[];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Inclusive.' })
  occurredFrom?: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Inclusive.' })
  occurredTo?: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'The world as it was then: what had happened by that time.' })
  asOf?: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'What the ledger knew then: what had been recorded by that time.' })
  knownAt?: string;

  @Optional()
  @IsIn(['asc', 'desc'])
  @Documented({ description: 'Of the log. Default `desc`, `asc` for exports.' })
  order?: 'asc' | 'desc';

  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(1)
  @Max(10_000)
  @Documented({ description: 'Items on a page. Default 100. Exports have no pages.' })
  limit?: number;

  @Optional()
  @IsString()
  @Length(1, 512)
  @Documented({ description: 'As a page gave it for the next, with the same filters.' })
  cursor?: string;

  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(0)
  @Documented({ description: 'Wait, for a bounded time, until this position can be read: the one a receipt names.' })
  atLeast?: number;
}
