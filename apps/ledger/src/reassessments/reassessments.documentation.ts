import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { ReassessmentReceiptDto } from './reassessments.dto.ts';

export const DescribeReassess = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Have records judged again',
      description:
        'Every record of the company that happened then, by the policy version in force when it happened and by all that is known now; also those recorded before the first version was published. Findings that differ are appended; none is changed.',
    }),
    Answers(202, 'It is asked for.', ReassessmentReceiptDto),
    Refuses('unknownController', 'controllerNotAllowed', 'stateConflict'),
  );
