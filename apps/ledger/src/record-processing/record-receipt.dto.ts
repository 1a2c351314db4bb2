import { IsBoolean, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { SUBJECT_COUNT_MAX } from '#libs/domain';
import { ITEM_PROBLEM } from '../openapi/problem-schema.ts';
import type { ItemProblem } from '../problems/index.ts';
import { Documented, IsUuidText, NestedList, Optional, referenceTo } from '../validation/index.ts';
import type { EventReceipt, RecordReceipt } from './record-receipt.ts';

/** Where one event of a record came to stand. */
export class EventReceiptDto implements EventReceipt {
  @IsUuidText()
  @Documented({ description: "The record's id, or one derived from it where a record names several subjects." })
  readonly id!: string;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'Absent for a record that is about no single person.' })
  readonly subjectId?: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in its stream.' })
  readonly revision!: number;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the log: reads with `atLeast` this position include it.' })
  readonly position!: number;
}

/** Where a recorded report stands, or the last of its events. */
export class RecordReceiptDto extends EventReceiptDto implements RecordReceipt {
  @Optional()
  @NestedList(() => EventReceiptDto, { countMin: 1, countMax: SUBJECT_COUNT_MAX })
  @Documented({ description: 'One for each subject, where the report named several.' })
  readonly subjects?: readonly EventReceiptDto[];
}

/** Statuses as HTTP has them. */
const STATUS_MIN = 400;
const STATUS_MAX = 599;

export class RecordedItemDto extends RecordReceiptDto {
  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the batch, from 0.' })
  readonly index!: number;

  @IsIn([201])
  readonly status!: 201;

  @Optional()
  @IsBoolean()
  @Documented({ description: 'It was recorded before, with the same content.' })
  readonly replayed?: boolean;
}

export class RefusedItemDto {
  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the batch, from 0.' })
  readonly index!: number;

  @IsInt()
  @Min(STATUS_MIN)
  @Max(STATUS_MAX)
  readonly status!: number;

  @IsObject()
  @Documented(ITEM_PROBLEM)
  readonly problem!: ItemProblem;
}

export class RecordedLineDto extends RecordReceiptDto {
  @IsInt()
  @Min(1)
  @Documented({ description: 'Number of the line, from 1. Blank lines count, and are not answered.' })
  readonly line!: number;

  @IsIn([201])
  readonly status!: 201;
}

export class RefusedLineDto {
  @IsInt()
  @Min(1)
  @Documented({ description: 'Number of the line, from 1. Blank lines count, and are not answered.' })
  readonly line!: number;

  @IsInt()
  @Min(STATUS_MIN)
  @Max(STATUS_MAX)
  readonly status!: number;

  @IsObject()
  @Documented(ITEM_PROBLEM)
  readonly problem!: ItemProblem;
}

/** What became of each report of a batch. */
export class BatchAnswerDto {
  @IsInt()
  @Min(0)
  readonly recorded!: number;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Were there already, with the same content.' })
  readonly replayed!: number;

  @IsInt()
  @Min(0)
  readonly refused!: number;

  @IsObject({ each: true })
  @Documented({
    type: 'array',
    items: { oneOf: [referenceTo(RecordedItemDto), referenceTo(RefusedItemDto)] },
    description: 'One for each report, in the order of the batch.',
  })
  readonly results!: readonly (RecordedItemDto | RefusedItemDto)[];
}
