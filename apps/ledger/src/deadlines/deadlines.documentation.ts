import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { DeadlinePageDto } from './deadlines.dto.ts';

export const DescribeSearchDeadlines = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'What is due, by urgency',
      description:
        'Deletion, retention, consents, agreements, answers to requests, notices of breaches: what is due first comes first, and after it what has no due instant, the longest waiting first. Each names the rule and where it is written. Policy and law have deadlines of their own for one thing; the earlier one is the one to keep.',
    }),
    Answers(200, 'A page.', DeadlinePageDto),
    Refuses('invalidCursor', 'controllerNotAllowed', 'notYetProjected'),
  );
