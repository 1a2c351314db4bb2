import { IsIn, IsObject } from 'class-validator';
import {
  IDENTIFIER_COUNT_MAX,
  isIdentifierScheme,
  isIdentifierValue,
  isTraceparent,
  SUBJECT_COUNT_MAX,
} from '#libs/domain';
import { JSON_VALUE } from '../openapi/json-schemas.ts';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  Nested,
  NestedList,
  Optional,
  Satisfies,
} from '../validation/index.ts';
import { AreJurisdictions, IsRecordData, IsRecordTypeName } from './act-fields.ts';

/** Two names that differ in what is no Unicode would become one when they are encoded. */
const IsSourceName = () =>
  Satisfies(
    { code: 'notSourceName', message: 'must be a well-formed text of 1 to 256 characters' },
    (value) => typeof value === 'string' && value.length >= 1 && value.length <= 256 && value.isWellFormed(),
    { documentation: { type: 'string', minLength: 1, maxLength: 256 } },
  );

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
  @Optional()
  @IsUuidText()
  @Documented({
    description:
      "The record's own id; or `source` and `sourceId`, from which one is derived. The same name and content may be sent any number of times and is recorded once.",
  })
  id?: string;

  @Optional()
  @IsSourceName()
  @Documented({ description: 'Which system of the service reports.' })
  source?: string;

  @Optional()
  @IsSourceName()
  @Documented({ description: "The reporting system's own name for the record." })
  sourceId?: string;

  @IsRecordTypeName('What was done: a record type.')
  type!: string;

  @IsReferenceText()
  @Documented({ description: 'On whose behalf it was done: a registered data controller.' })
  controllerId!: string;

  @IsInstantText()
  @Documented({
    description:
      'When it happened, with offset. Not in the future: at most `PDL_AHEAD_S_MAX` seconds ahead of the ledger.',
  })
  occurredAt!: string;

  @Optional()
  @Nested(() => SubjectDto)
  @Documented({ description: 'Whose data it was. Left out where it was about nobody in particular, or about several.' })
  subject?: SubjectDto;

  @Optional()
  @NestedList(() => SubjectDto, { countMin: 1, countMax: SUBJECT_COUNT_MAX })
  @Documented({ description: 'Whose data it was, where one act was about several people. Not beside `subject`.' })
  subjects?: SubjectDto[];

  @Optional()
  @Nested(() => ActorDto)
  @Documented({ description: 'Who did it.' })
  actor?: ActorDto;

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'Slug of the policy version in force.' })
  policyVersion?: string;

  @AreJurisdictions('ISO 3166 codes, `EU` or `EEA`.')
  jurisdictions?: string[];

  @Optional()
  @IsUuidText()
  @Documented({ description: 'Joins records of one course of business.' })
  correlationId?: string;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'The record that led to this one.' })
  causationId?: string;

  @Optional()
  @Satisfies({ code: 'notTraceparent', message: 'must be a W3C traceparent' }, isTraceparent, {
    documentation: { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
  })
  @Documented({ description: 'W3C Trace Context.' })
  traceparent?: string;

  @IsRecordData('By `type`.')
  data!: Record<string, unknown>;

  @Optional()
  @IsObject()
  @Documented({
    additionalProperties: JSON_VALUE,
    description:
      'Personal detail by category (IRI or prefixed name): any JSON. Sealed under the key of the person and that category.',
  })
  details?: Record<string, unknown>;
}
