import { IsArray, IsIn, IsString } from 'class-validator';
import { TOPICS } from '#libs/domain';
import type { Outcome } from '#libs/domain';
import { ExplainedFindingDto, OUTCOMES } from '../findings/explained-finding.dto.ts';
import { AreJurisdictions, IsRecordData, IsRecordTypeName } from '../record-processing/act-fields.ts';
import { SubjectDto } from '../record-processing/record-report.dto.ts';
import { Documented, IsInstantText, IsReferenceText, Nested, NestedList, Optional } from '../validation/index.ts';

const COUNT_MAX = 1_000;

/** What somebody is about to do: a report without a name, for nothing is recorded. */
export class CheckDto {
  @IsRecordTypeName('What is to be done: a record type.')
  type!: string;

  @IsReferenceText()
  @Documented({ description: 'On whose behalf: a registered data controller.' })
  controllerId!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'When it is to happen. Default: now.' })
  occurredAt?: string;

  @Optional()
  @Nested(() => SubjectDto)
  @Documented({ description: 'Whose data it is. Somebody nobody knows is judged as one of whom nothing is recorded.' })
  subject?: SubjectDto;

  @AreJurisdictions(
    "ISO 3166 codes, `EU` or `EEA`: whose law applies, beside that of the policy's. Without a policy it alone judges.",
  )
  jurisdictions?: string[];

  @IsRecordData('As in a report, by `type`.')
  data!: Record<string, unknown>;
}

export class ConflictDto {
  @IsIn([...TOPICS])
  readonly topic!: string;

  @IsString()
  readonly policyRow!: string;

  @IsString()
  readonly lawRule!: string;
}

export class SilenceDto {
  @IsIn([...TOPICS])
  readonly topic!: string;

  @Optional()
  @IsString()
  @Documented({ description: 'Row of the policy that says so, if it has one.' })
  readonly row?: string;
}

export class OutOfScopeDto {
  @IsString()
  readonly row!: string;

  @IsArray()
  @IsString({ each: true })
  readonly categories!: string[];
}

/** What it would come to. */
export class VerdictDto {
  @IsIn([...OUTCOMES])
  @Documented({ description: 'The strictest of the findings.' })
  readonly outcome!: Outcome;

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'Policy version it is judged by. Absent where none is in force.' })
  readonly policyVersion?: string;

  @Optional()
  @IsIn([true])
  @Documented({
    type: 'boolean',
    description:
      'The company has published no policy: only the law of `jurisdictions` spoke, of what it has rules on. Its records are not judged.',
  })
  readonly lawAlone?: true;

  @NestedList(() => ExplainedFindingDto, { countMax: COUNT_MAX })
  @Documented({ description: 'One for each rule that has something to say, the gravest first.' })
  readonly findings!: readonly ExplainedFindingDto[];

  @NestedList(() => ConflictDto, { countMax: COUNT_MAX })
  @Documented({ description: 'Where the policy lets something be that the law does not.' })
  readonly conflicts!: readonly ConflictDto[];

  @NestedList(() => SilenceDto, { countMax: COUNT_MAX })
  @Documented({ description: 'What the policy leaves to the law.' })
  readonly silentOn!: readonly SilenceDto[];

  @Optional()
  @Nested(() => OutOfScopeDto)
  @Documented({ description: 'Categories the policy does not speak about.' })
  readonly outOfScope?: OutOfScopeDto;
}
