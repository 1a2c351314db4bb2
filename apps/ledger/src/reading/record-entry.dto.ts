import { IsArray, IsIn, IsInt, IsObject, IsString, Min } from 'class-validator';
import { definitions, IDENTIFIER_COUNT_MAX } from '#libs/domain';
import { JSON_OBJECT, JSON_VALUE } from '../openapi/json-schemas.ts';
import { IdentifierDto } from '../record-processing/record-report.dto.ts';
import { ENTRY_FAMILIES } from './record-filters.dto.ts';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  Nested,
  NestedList,
  Optional,
} from '../validation/index.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** What was sealed, for whoever may see it. A compartment that stays closed says why. */
export class RevealedDto {
  @Optional()
  @NestedList(() => IdentifierDto, { countMin: 1, countMax: IDENTIFIER_COUNT_MAX })
  readonly identifiers?: readonly IdentifierDto[];

  @Optional()
  @IsObject()
  @Documented({ additionalProperties: JSON_VALUE, description: 'By category, as IRI.' })
  readonly details?: JsonObject;

  @Optional()
  @IsObject()
  @Documented({
    additionalProperties: { type: 'string', enum: ['erased', 'tampered', 'notOpened'] },
    description: 'Compartments that stay closed, and why.',
  })
  readonly closed?: Readonly<Record<string, 'erased' | 'tampered' | 'notOpened'>>;
}

/** A recorded event as it is answered. */
export class RecordEntryDto {
  @IsUuidText()
  readonly id!: string;

  @IsIn([...definitions.keys()])
  @Documented({ description: 'Type of the event; docs/events describes its fields.' })
  readonly type!: string;

  @IsIn(ENTRY_FAMILIES)
  readonly family!: string;

  @Optional()
  @IsReferenceText()
  readonly controllerId?: string;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'The subject it was recorded for, before any merge.' })
  readonly subjectId?: string;

  @IsInstantText()
  @Documented({ description: 'When it happened, as it was reported.' })
  readonly occurredAt!: string;

  @IsInstantText()
  @Documented({ description: 'When the ledger recorded it, in UTC.' })
  readonly recordedAt!: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the log.' })
  readonly position!: number;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in its stream.' })
  readonly revision!: number;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'Who acted for the controller, as a random id.' })
  readonly actorId?: string;

  @IsString()
  @Documented({ description: 'Whose credential recorded it, as a random id.' })
  readonly recordedBy!: string;

  @IsUuidText()
  readonly correlationId!: string;

  @Optional()
  @IsReferenceText()
  readonly policyVersion?: string;

  @Optional()
  @IsArray()
  @IsString({ each: true })
  readonly jurisdictions?: readonly string[];

  @IsObject()
  @Documented({ ...JSON_OBJECT, description: 'What stands in clear, by `type`. Terms are full IRIs.' })
  readonly fields!: object;

  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'Names of the sealed compartments: `identifiers`, `statements`, `details/<category>`.' })
  readonly sealed!: readonly string[];

  @Optional()
  @Documented({
    description: 'What `reveal` asked for, where the entry has it. Revealed statements stand in `fields`.',
  })
  @Nested(() => RevealedDto)
  readonly revealed?: RevealedDto;
}
