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
    Refuses('stateConflict'),
  );

export const DescribeSeparateSubjects = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Take back that two subjects are one person',
      description: 'Each is read for itself from the answer on. That they were merged stays in their histories.',
    }),
    Answers(201, 'Each is read for itself.', MergedSubjectDto),
    Refuses('stateConflict'),
  );
