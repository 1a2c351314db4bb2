import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { MergedSubjectDto } from './subject-merging.dto.ts';

export const DescribeMergeSubjects = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Say that two subjects are one person',
      description:
        'Of one controller. Their histories are read as one from the answer on; nothing that was recorded is moved or changed, and it can be taken back.',
    }),
    Answers(201, 'They are read as one.', MergedSubjectDto),
    Refuses('stateConflict', 'revisionConflict', 'notYetProjected'),
  );

export const DescribeSeparateSubjects = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Take back that two subjects are one person',
      description:
        'Takes back the merge of these two, whichever was merged into the other: they are read apart from the answer on, each with whoever else was merged with it. Two that are merged only through other subjects are parted by separating those. That they were merged stays in the histories.',
    }),
    Answers(201, 'They are read apart.', MergedSubjectDto),
    Refuses('stateConflict', 'revisionConflict', 'notYetProjected'),
  );
