import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsString, Length } from 'class-validator';
import {
  IDENTIFIER_COUNT_MAX,
  isIdentifierScheme,
  isIdentifierValue,
  isJurisdiction,
  isTraceparent,
  JURISDICTION_COUNT_MAX,
  SUBJECT_COUNT_MAX,
} from '#libs/domain';
import {
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  Nested,
  NestedList,
  Optional,
  Satisfies,
} from '../validation/index.ts';

/** An identifier of a person as the reporting service knows them. Never stored in clear. */
export class IdentifierDto {
  @Satisfies(
    { code: 'notScheme', message: 'must be a letter a-z and up to 31 letters or digits, such as userId, email, phone' },
    isIdentifierScheme,
    { documentation: { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,31}$', examples: ['userId', 'email', 'phone'] } },
  )
  scheme!: string;

  @Satisfies(
    { code: 'notIdentifier', message: 'must be a text of 1 to 320 characters that is not blank' },
    isIdentifierValue,
    {
      documentation: { type: 'string', minLength: 1, maxLength: 320 },
    },
  )
  value!: string;
}

/** Whose record it is: the ledger's own id, or identifiers of which the first decides. One of the two. */
export class SubjectDto {
  @Optional()
  @IsUuidText()
  subjectId?: string;

  @Optional()
  @NestedList(() => IdentifierDto, { countMin: 1, countMax: IDENTIFIER_COUNT_MAX })
  identifiers?: IdentifierDto[];
}

/** Who acted at the reporting company. Name and account are sealed under the actor's own key. */
export class ActorDto {
  @IsIn(['person', 'service'])
  kind!: 'person' | 'service';

  @Optional()
  @IsUuidText()
  actorId?: string;

  @Optional()
  @NestedList(() => IdentifierDto, { countMin: 1, countMax: IDENTIFIER_COUNT_MAX })
  identifiers?: IdentifierDto[];
}

/** What a service reports. `data` is judged by the definition of its type. */
export class RecordReportDto {
  /** The record's own id; or `source` and `sourceId`, from which one is derived. */
  @Optional()
  @IsUuidText()
  id?: string;

  @Optional()
  @IsString()
  @Length(1, 256)
  source?: string;

  @Optional()
  @IsString()
  @Length(1, 256)
  sourceId?: string;

  @IsString()
  @Length(1, 64)
  type!: string;

  @IsReferenceText()
  controllerId!: string;

  @IsInstantText()
  occurredAt!: string;

  @Optional()
  @Nested(() => SubjectDto)
  subject?: SubjectDto;

  @Optional()
  @NestedList(() => SubjectDto, { countMin: 1, countMax: SUBJECT_COUNT_MAX })
  subjects?: SubjectDto[];

  @Optional()
  @Nested(() => ActorDto)
  actor?: ActorDto;

  @Optional()
  @IsReferenceText()
  policyVersion?: string;

  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(JURISDICTION_COUNT_MAX)
  @Satisfies({ code: 'notJurisdiction', message: 'must be an ISO 3166 code, EU or EEA' }, isJurisdiction, {
    each: true,
    documentation: { type: 'string', pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' },
  })
  jurisdictions?: string[];

  @Optional()
  @IsUuidText()
  correlationId?: string;

  @Optional()
  @IsUuidText()
  causationId?: string;

  @Optional()
  @Satisfies({ code: 'notTraceparent', message: 'must be a W3C traceparent' }, isTraceparent, {
    documentation: { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
  })
  traceparent?: string;

  @IsObject()
  data!: Record<string, unknown>;

  /** Personal detail by category; sealed under the key of the subject and that category. */
  @Optional()
  @IsObject()
  details?: Record<string, unknown>;
}
