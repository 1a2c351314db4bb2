import { ArrayMaxSize, IsArray, IsInt, IsObject, IsString, Min } from 'class-validator';
import { JSON_VALUE } from '../openapi/json-schemas.ts';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  ListFromText,
  NestedList,
  Optional,
  NumberFromText,
} from '../validation/index.ts';

/** More versions than this no company has. */
const VERSIONS_COUNT_MAX = 1_000;

export class PolicyVersionDto {
  @IsReferenceText()
  readonly controllerId!: string;

  @IsReferenceText()
  @Documented({ description: 'The version, by its slug.' })
  readonly policyVersion!: string;

  @IsInstantText()
  @Documented({ description: 'What happens from then on is judged by it.' })
  readonly effectiveFrom!: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the log.' })
  readonly position!: number;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'When it was recorded: nobody could judge by it before.' })
  readonly publishedAt?: string;
}

export class PoliciesDto {
  @NestedList(() => PolicyVersionDto, { countMax: VERSIONS_COUNT_MAX })
  readonly items!: readonly PolicyVersionDto[];
}

export class PublishedPolicyDto extends PolicyVersionDto {
  @IsObject()
  @Documented({ additionalProperties: JSON_VALUE, description: 'The policy pack, terms as IRIs.' })
  readonly pack!: { readonly [member: string]: unknown };

  @Optional()
  @IsString()
  @Documented({
    description:
      'Set where no time zone database has the zone of the pack, which is refused today: days are counted in this one until a version with a right zone is published.',
  })
  readonly zoneInstead?: string;
}

export class PolicyListDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(50)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Default: all the credential is bound to.' })
  controllerId?: string[];

  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(0)
  @Documented({ description: 'Wait until this position of the log is known.' })
  atLeast?: number;
}

export class PolicyPathDto {
  @IsReferenceText()
  controllerId!: string;

  @IsReferenceText()
  policyVersion!: string;
}
