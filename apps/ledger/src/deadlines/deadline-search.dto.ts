import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Length, Max, Min } from 'class-validator';
import { CLOCK_KINDS } from '#libs/domain';
import type { ClockKind } from '#libs/domain';
import { DEADLINE_STATES, TASK_STATES, type DeadlineState, type TaskState } from '#libs/projections';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  ListFromText,
  NumberFromText,
  Optional,
} from '../validation/index.ts';

const VALUES_COUNT_MAX = 50;

export class DeadlineSearchDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Default: all the credential is bound to.' })
  controllerId?: string[];

  @Optional()
  @IsUuidText()
  @Documented({ description: 'About this person; merges are followed.' })
  subjectId?: string;

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...CLOCK_KINDS], { each: true })
  @Documented({ description: 'What is due.' })
  kind?: ClockKind[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...DEADLINE_STATES], { each: true })
  @Documented({ description: 'Default: `open` and `overdue`, which is what has to be done.' })
  state?: DeadlineState[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...TASK_STATES], { each: true })
  @Documented({
    description:
      'Tasks alone: data that has to go and is still there, by how telling some service of it stands. `abandoned`: it was tried for the last time.',
  })
  task?: TaskState[];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Due before this instant. What has no due instant is left out then.' })
  dueBefore?: string;

  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(1)
  @Max(10_000)
  @Documented({ description: 'Items on a page: at most `PDL_PAGE_COUNT_MAX` of the ledger. Default 100.' })
  limit?: number;

  @Optional()
  @IsString()
  @Length(1, 512)
  @Documented({ description: 'As a page gave it for the next, with the same filters.' })
  cursor?: string;

  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(0)
  @Documented({ description: 'Wait, for a bounded time, until this position can be read: the one a receipt names.' })
  atLeast?: number;
}
