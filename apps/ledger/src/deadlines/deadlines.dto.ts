import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsString, Length, Min } from 'class-validator';
import { AUDIENCES, CLOCK_KINDS } from '#libs/domain';
import type { Audience, ClockKind } from '#libs/domain';
import { DEADLINE_STATES, TASK_STATES, type DeadlineState, type TaskState } from '#libs/projections';
import { JSON_VALUE } from '../openapi/json-schemas.ts';
import { ITEMS_COUNT_MAX } from '../reading/record-page.dto.ts';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  Nested,
  NestedList,
  Optional,
} from '../validation/index.ts';
import { DeliveryFailureDto } from '../webhooks/delivery-failure.ts';

const VALUES_COUNT_MAX = 50;
const TERMS_COUNT_MAX = 1_000;

/** Where it is written that there is a time. */
export class DeadlineRuleDto {
  @IsString()
  @Documented({ description: 'Row of the policy or of the law; for what a record set itself, the field that did.' })
  readonly id!: string;

  @IsString()
  @Documented({ description: 'Heading and line of the policy, article of the law.' })
  readonly clause!: string;
}

export class DeadlineHoldDto {
  @IsString()
  readonly ref!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Absent where nobody knows until when.' })
  readonly until?: string;
}

export class DeadlineSettlementDto {
  @IsUuidText()
  @Documented({ description: 'The record that settled it.' })
  readonly by!: string;

  @IsInstantText()
  readonly at!: string;

  @IsBoolean()
  @Documented({ description: 'It came after the due instant.' })
  readonly late!: boolean;
}

/** What it is about: ids of the ledger and slugs of the company. */
export class DeadlineConcernDto {
  @Optional()
  @IsUuidText()
  readonly consentRef?: string;

  @Optional()
  @IsString()
  readonly recipient?: string;

  @Optional()
  @IsString()
  readonly agreement?: string;

  @Optional()
  @IsString()
  readonly requestId?: string;

  @Optional()
  @IsString()
  readonly right?: string;

  @Optional()
  @IsString()
  readonly breachId?: string;

  @Optional()
  @IsString()
  @Documented({ description: 'The law that asks for it.' })
  readonly regime?: string;

  @Optional()
  @IsString()
  @Documented({ description: 'Which of the notices that law asks for.' })
  readonly duty?: string;

  @Optional()
  @IsIn([...AUDIENCES])
  @Documented({ description: 'Who is to be told.' })
  readonly audience?: Audience;

  @Optional()
  @IsString()
  readonly phase?: string;

  @Optional()
  @IsBoolean()
  @Documented({ description: 'What the recipient already has must go, too.' })
  readonly pastData?: boolean;

  @Optional()
  @IsArray()
  @ArrayMaxSize(TERMS_COUNT_MAX)
  @IsString({ each: true })
  @Documented({ description: 'Categories that still have to go.' })
  readonly categories?: readonly string[];

  @Optional()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  readonly datasets?: readonly string[];
}

/** How telling a service of a task stands. */
export class TaskDeliveryDto {
  @IsUuidText()
  @Documented({ description: 'The webhook.' })
  readonly endpointId!: string;

  @IsIn([...TASK_STATES])
  @Documented({ description: '`abandoned`: it was tried for the last time, and somebody has to see to it.' })
  readonly state!: TaskState;

  @Optional()
  @IsInt()
  @Min(1)
  @Documented({ description: 'How often it was tried so far. Absent before the first time.' })
  readonly attempts?: number;

  @Optional()
  @Nested(() => DeliveryFailureDto)
  @Documented({ description: 'What the last attempt failed of that did.' })
  readonly lastFailure?: DeliveryFailureDto;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'When it was told, or given up.' })
  readonly at?: string;

  @Optional()
  @IsInstantText()
  @Documented({
    description:
      'While it is pending: when it is tried next by `PDL_WEBHOOK_RETRY_S`. Absent when the last time is over.',
  })
  readonly nextTryAt?: string;
}

export class DeadlineDto {
  @IsUuidText()
  readonly id!: string;

  @IsReferenceText()
  readonly controllerId!: string;

  @Optional()
  @IsUuidText()
  readonly subjectId?: string;

  @IsIn([...CLOCK_KINDS])
  readonly kind!: ClockKind;

  @IsIn([...DEADLINE_STATES])
  @Documented({
    description:
      '`overdue`: the due instant has passed. `met`: what was due was done. `cancelled`: it is not due any more.',
  })
  readonly state!: DeadlineState;

  @Optional()
  @IsInstantText()
  @Documented({
    description:
      'Last instant in time. Absent where the rule names no number, the time has not begun, or a hold has no end.',
  })
  readonly due?: string;

  @Optional()
  @IsIn(['beyondCalendar', 'calendarUnknown'])
  @Documented({ description: 'Why it may still change: not all holidays of that time are known.' })
  readonly provisional?: string;

  @Nested(() => DeadlineRuleDto)
  readonly rule!: DeadlineRuleDto;

  @IsIn(['policy', 'law', 'record'])
  @Documented({ description: 'Who set the time: the policy, the law, or the record itself.' })
  readonly origin!: 'policy' | 'law' | 'record';

  @Optional()
  @IsBoolean()
  @Documented({ description: 'The policy says nothing about it: the law alone decides.' })
  readonly policySilent?: boolean;

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'Policy version in force when it started. Absent where none was.' })
  readonly policyVersion?: string;

  @Optional()
  @IsObject()
  @Documented({
    description: 'How long the rule gives: `n` and `unit`, an ISO 8601 `duration`, or a `unit` without a number.',
    additionalProperties: JSON_VALUE,
  })
  readonly period?: { readonly [part: string]: unknown };

  @IsInstantText()
  @Documented({ description: 'What the time is counted from.' })
  readonly start!: string;

  @IsString()
  @Documented({ description: 'Zone in which days are counted.' })
  readonly zone!: string;

  @IsUuidText()
  @Documented({ description: 'The record that started it.' })
  readonly startedBy!: string;

  @Nested(() => DeadlineConcernDto)
  readonly concern!: DeadlineConcernDto;

  @Optional()
  @IsString()
  @Documented({ description: 'The time has not begun: what it waits for.' })
  readonly awaits?: string;

  @Optional()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  @Documented({ description: 'Whether it is owed at all turns on these, which nobody declared. It runs meanwhile.' })
  readonly undeclared?: readonly string[];

  @Optional()
  @NestedList(() => DeadlineHoldDto, { countMax: TERMS_COUNT_MAX })
  @Documented({ description: 'What keeps data from being deleted for now.' })
  readonly holds?: readonly DeadlineHoldDto[];

  @Optional()
  @Nested(() => DeadlineSettlementDto)
  readonly settled?: DeadlineSettlementDto;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'The event `DeadlinePassed` by which the ledger put on record that this instant passed.' })
  readonly passedBy?: string;

  @Optional()
  @NestedList(() => TaskDeliveryDto, { countMax: TERMS_COUNT_MAX })
  @Documented({
    description:
      'Of data that has to go: the services that were told, or are to be. The task is done when `state` is `met`.',
  })
  readonly deliveries?: readonly TaskDeliveryDto[];
}

export class DeadlinePageDto {
  @NestedList(() => DeadlineDto, { countMax: ITEMS_COUNT_MAX })
  readonly items!: readonly DeadlineDto[];

  @Optional()
  @IsString()
  @Length(1, 512)
  @Documented({ description: 'Cursor of the next page.' })
  readonly next?: string;
}
