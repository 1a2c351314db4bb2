import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsString, Min } from 'class-validator';
import { RULE_IDS } from '#libs/domain';
import type { Outcome } from '#libs/domain';
import { JSON_VALUE } from '../openapi/json-schemas.ts';
import { Documented, IsUuidText, Nested, NestedList, Optional } from '../validation/index.ts';

export const OUTCOMES = ['conforms', 'violates', 'gap'] as const satisfies readonly Outcome[];
const COUNT_MAX = 1_000;

export class QuotedClauseDto {
  @IsString()
  @Documented({ description: 'Heading it stands under.' })
  readonly heading!: string;

  @IsInt()
  @Min(1)
  @Documented({ description: "Line of the policy's text." })
  readonly line!: number;

  @IsString()
  @Documented({ description: 'The words on that line, in the language of the policy.' })
  readonly quote!: string;
}

export class LawQuoteDto {
  @IsString()
  readonly language!: string;

  @IsString()
  readonly text!: string;
}

/** Where the rule is written: in the policy, or in the law. */
export class ExplainedBasisDto {
  @IsIn(['policy', 'law'])
  readonly kind!: 'policy' | 'law';

  @Optional()
  @IsString()
  @Documented({ description: 'Of the policy: its row.' })
  readonly row?: string;

  @Optional()
  @IsString()
  readonly policyVersion?: string;

  @Optional()
  @IsString()
  @Documented({ description: 'BCP 47, of the clauses.' })
  readonly language?: string;

  @Optional()
  @NestedList(() => QuotedClauseDto, { countMax: COUNT_MAX })
  readonly clauses?: readonly QuotedClauseDto[];

  @Optional()
  @IsString()
  @Documented({ description: 'Of the law: its provision.' })
  readonly lawRule?: string;

  @Optional()
  @IsString()
  @Documented({ description: 'ISO 3166, `EU` or `EEA`.' })
  readonly jurisdiction?: string;

  @Optional()
  @IsString()
  @Documented({ description: 'Name of the law.' })
  readonly instrument?: string;

  @Optional()
  @IsString()
  readonly article?: string;

  @Optional()
  @IsString()
  @Documented({ description: 'What the provision demands, in English.' })
  readonly says?: string;

  @Optional()
  @Nested(() => LawQuoteDto)
  @Documented({ description: 'The provision in its own language.' })
  readonly quote?: LawQuoteDto;
}

export class MissingDto {
  @IsString()
  readonly code!: string;

  @IsObject()
  @Documented({ additionalProperties: JSON_VALUE })
  readonly params!: { readonly [name: string]: unknown };
}

/** What one rule says about a record, or about what somebody is about to do. */
export class ExplainedFindingDto {
  @IsIn([...RULE_IDS])
  readonly rule!: string;

  @IsIn([...OUTCOMES])
  @Documented({
    description: '`violates`: the rule was broken. `gap`: something is not declared, and the answer turns on it.',
  })
  readonly outcome!: Outcome;

  @IsString()
  @Documented({ description: 'What was missing, in one sentence.' })
  readonly sentence!: string;

  @Optional()
  @IsString()
  @Documented({ description: 'What would make it conform.' })
  readonly remedy?: string;

  @Optional()
  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'Record types that could tell of what was missing.' })
  readonly mendedBy?: string[];

  @Optional()
  @Nested(() => ExplainedBasisDto)
  @Documented({
    description: 'Absent where nothing could be cited: no version was in force, or the pack leaves it out.',
  })
  readonly basis?: ExplainedBasisDto;

  @Optional()
  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'Other rows and provisions that say the same.' })
  readonly alsoRules?: string[];

  @IsArray()
  @ArrayMaxSize(COUNT_MAX)
  @IsUuidText({ each: true })
  @Documented({ description: 'Recorded events the answer rests on.' })
  readonly evidence!: string[];

  @Optional()
  @Nested(() => MissingDto)
  @Documented({ description: 'The same as the sentence, for machines.' })
  readonly missing?: MissingDto;
}

export type ExplainedFinding = ExplainedFindingDto;
export type ExplainedBasis = ExplainedBasisDto;
