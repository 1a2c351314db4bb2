import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsString } from 'class-validator';
import { AGREEMENT_STANDINGS, PersonalDataShared, RecipientAgreementConcluded } from '#libs/domain';
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
const AGREEMENT_KINDS = RecipientAgreementConcluded.fields.kind.values;
const RECIPIENT_KINDS = PersonalDataShared.fields.recipientKind.values;
const REVOCATION_CAUSES = ['agreementEnded', 'agreementExpired', 'serviceEnded'] as const;
const REVOCATION_STANDINGS = ['due', 'pastDataLeft', 'done', 'lapsed'] as const;
/** Documents, categories or duties of one recipient: more is no list to read. */
const PARTS_COUNT_MAX = 10_000;

export class ControllerPathDto {
  @IsReferenceText()
  controllerId!: string;
}

export class RecipientRelationsQueryDto extends PagedQueryDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Default: all that anything is recorded of.' })
  recipient?: string[];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'How things stood then. Default: now.' })
  asOf?: string;
}

export class AgreementDto {
  @IsUuidText()
  @Documented({ description: 'The record by which it was concluded.' })
  readonly id!: string;

  @IsReferenceText()
  readonly agreement!: string;

  @IsIn([...AGREEMENT_KINDS])
  @Documented({ description: 'What the document is; assessments of security are among them.' })
  readonly kind!: (typeof AGREEMENT_KINDS)[number];

  @IsString()
  @Documented({ description: 'First day on which it holds, in the zone of the company.' })
  readonly validFrom!: string;

  @Optional()
  @IsString()
  @Documented({ description: 'Last day on which it holds, to its end.' })
  readonly validUntil?: string;

  @IsIn([...AGREEMENT_STANDINGS])
  readonly standing!: (typeof AGREEMENT_STANDINGS)[number];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Last instant it holds, or held.' })
  readonly until?: string;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'The record that ended it.' })
  readonly endedBy?: string;
}

export class GivenCategoryDto {
  @IsString()
  @Documented({ description: 'IRI.' })
  readonly category!: string;

  @Optional()
  @IsIn([...RECIPIENT_KINDS])
  @Documented({ description: 'As what it was given, as far as records say.' })
  readonly recipientKind?: string;

  @Optional()
  @IsCountryText()
  @Documented({ description: 'Country it was given in, as far as records say.' })
  readonly country?: string;

  @IsInstantText()
  readonly since!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'When last, as it is known now. Absent with `asOf` and `knownAt`.' })
  readonly last?: string;
}

export class RevocationDeadlineDto {
  @IsString()
  @Documented({ description: 'Row of the policy, or provision of the law.' })
  readonly rule!: string;

  @IsString()
  @Documented({ description: 'Where it stands: heading and line, or article.' })
  readonly clause!: string;

  @IsIn(['policy', 'law'])
  readonly origin!: 'policy' | 'law';

  @IsBoolean()
  @Documented({ description: 'What the recipient already has must go, too.' })
  readonly includesPastData!: boolean;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Last instant that is in time. Absent where the rule names no number.' })
  readonly due?: string;
}

/** Access of a recipient that has, or had, to end. */
export class RevocationDto {
  @IsIn([...REVOCATION_CAUSES])
  readonly because!: (typeof REVOCATION_CAUSES)[number];

  @Optional()
  @IsReferenceText()
  readonly agreement?: string;

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'Function that it works for no more. Absent: all of them.' })
  readonly function?: string;

  @IsInstantText()
  readonly endedAt!: string;

  @IsUuidText()
  @Documented({ description: 'Record that says so; of an agreement that ran out, the one that concluded it.' })
  readonly startedBy!: string;

  @IsBoolean()
  @Documented({ description: 'Whether by any of the rules what it already has must go, too.' })
  readonly includesPastData!: boolean;

  @NestedList(() => RevocationDeadlineDto, { countMax: VALUES_COUNT_MAX })
  readonly deadlines!: readonly RevocationDeadlineDto[];

  @IsIn([...REVOCATION_STANDINGS])
  @Documented({
    description:
      '`pastDataLeft`: it gets nothing more, and still has what it had. `lapsed`: it works again under a new agreement.',
  })
  readonly standing!: (typeof REVOCATION_STANDINGS)[number];

  @Optional()
  @IsUuidText()
  @Documented({ description: 'Record that settled it, or did so in part.' })
  readonly settledBy?: string;
}

/** Entry in the catalogue of software development kits. */
export class SdkDto {
  @IsString()
  readonly name!: string;

  @Optional()
  @IsString()
  readonly provider?: string;

  @Optional()
  @IsString()
  readonly policyUrl?: string;

  @Optional()
  @IsString()
  readonly contact?: string;
}

export class RecipientRelationDto {
  @IsReferenceText()
  readonly recipientId!: string;

  @Optional()
  @IsString()
  readonly name?: string;

  @Optional()
  @IsIn([...RECIPIENT_KINDS])
  @Documented({ description: 'What it usually is, as it is registered now.' })
  readonly kind?: string;

  @Optional()
  @IsCountryText()
  readonly country?: string;

  @Optional()
  @Nested(() => SdkDto)
  readonly sdk?: SdkDto;

  @NestedList(() => AgreementDto, { countMax: PARTS_COUNT_MAX })
  readonly agreements!: readonly AgreementDto[];

  @NestedList(() => GivenCategoryDto, { countMax: PARTS_COUNT_MAX })
  @Documented({ description: 'What it was given, whoever it was about.' })
  readonly given!: readonly GivenCategoryDto[];

  @NestedList(() => RevocationDto, { countMax: PARTS_COUNT_MAX })
  readonly revocations!: readonly RevocationDto[];
}

export class RecipientRelationsDto extends PageEndDto {
  @NestedList(() => RecipientRelationDto, { countMax: ITEMS_COUNT_MAX })
  readonly items!: readonly RecipientRelationDto[];
}
