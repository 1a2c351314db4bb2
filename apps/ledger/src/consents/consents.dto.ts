import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Min } from 'class-validator';
import { CONSENT_STANDINGS, ConsentGiven } from '#libs/domain';
import { PagedQueryDto, PageEndDto } from '../reading/paged-query.dto.ts';
import { ITEMS_COUNT_MAX } from '../reading/record-page.dto.ts';
import {
  Documented,
  IsCountryText,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  ListFromText,
  Nested,
  NestedList,
  Optional,
} from '../validation/index.ts';

const VALUES_COUNT_MAX = 50;
const { form, givenBy } = ConsentGiven.fields;
export const CONSENT_FORMS = form.values;
export const CONSENT_GIVERS = givenBy.values;

export class SubjectConsentsQueryDto extends PagedQueryDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(CONSENT_FORMS.length)
  @IsIn([...CONSENT_FORMS], { each: true })
  form?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(CONSENT_GIVERS.length)
  @IsIn([...CONSENT_GIVERS], { each: true })
  @Documented({ description: '`employerWarranty`: the employer vouches that it was given.' })
  givenBy?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(CONSENT_STANDINGS.length)
  @IsIn([...CONSENT_STANDINGS], { each: true })
  standing?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  @Documented({ description: 'Purposes it names, as IRI or prefixed name.' })
  purpose?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  @Documented({ description: 'Categories it names, as IRI or prefixed name. Narrower terms are implied.' })
  category?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Recipients it names.' })
  recipient?: string[];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Where it stood then; those given later are left out. Default: now.' })
  asOf?: string;

  @Optional()
  @IsIn(['asc', 'desc'])
  @Documented({ description: 'Of the log. Default `desc`.' })
  order?: 'asc' | 'desc';
}

export class ConsentsQueryDto extends SubjectConsentsQueryDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Default: all the credential is bound to.' })
  controllerId?: string[];
}

/** Terms are IRIs. What is left out is not narrowed. */
export class ConsentScopeDto {
  @IsArray()
  @IsString({ each: true })
  readonly purposes!: readonly string[];

  @IsArray()
  @IsString({ each: true })
  readonly categories!: readonly string[];

  @Optional()
  @IsArray()
  @IsString({ each: true })
  readonly operations?: readonly string[];

  @Optional()
  @IsArray()
  @IsReferenceText({ each: true })
  readonly recipients?: readonly string[];

  @Optional()
  @IsArray()
  @IsCountryText({ each: true })
  readonly countries?: readonly string[];
}

export class ConsentDto {
  @IsUuidText()
  @Documented({ description: 'The record by which it was given.' })
  readonly id!: string;

  @IsUuidText()
  @Documented({ description: 'The subject it was recorded for, before any merge.' })
  readonly subjectId!: string;

  @IsReferenceText()
  readonly controllerId!: string;

  @IsIn([...CONSENT_FORMS])
  readonly form!: (typeof CONSENT_FORMS)[number];

  @IsIn([...CONSENT_GIVERS])
  readonly givenBy!: (typeof CONSENT_GIVERS)[number];

  @Nested(() => ConsentScopeDto)
  readonly scope!: ConsentScopeDto;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'The notice that came before.' })
  readonly noticeRef?: string;

  @IsInstantText()
  readonly since!: string;

  @IsIn([...CONSENT_STANDINGS])
  @Documented({ description: '`partlyWithdrawn`: something of its scope is left.' })
  readonly standing!: (typeof CONSENT_STANDINGS)[number];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'When it ended, or will by itself. Absent where no end is known.' })
  readonly until?: string;

  @IsArray()
  @IsUuidText({ each: true })
  @Documented({ description: 'Records that ended it or took something of it away, in their order.' })
  readonly endedBy!: readonly string[];

  @IsInstantText()
  readonly recordedAt!: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place of the record in the log.' })
  readonly position!: number;
}

export class ConsentsDto extends PageEndDto {
  @NestedList(() => ConsentDto, { countMax: ITEMS_COUNT_MAX })
  readonly items!: readonly ConsentDto[];
}
