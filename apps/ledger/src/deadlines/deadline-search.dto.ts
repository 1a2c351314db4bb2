import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { CLOCK_KINDS } from '#libs/domain';
import type { ClockKind } from '#libs/domain';
import { DEADLINE_STATES, TASK_STATES, type DeadlineState, type TaskState } from '#libs/projections';
import { PageQueryDto } from '../reading/paged-query.dto.ts';
import { Documented, IsInstantText, IsReferenceText, IsUuidText, ListFromText, Optional } from '../validation/index.ts';

const VALUES_COUNT_MAX = 50;

export class DeadlineSearchDto extends PageQueryDto {
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
}
