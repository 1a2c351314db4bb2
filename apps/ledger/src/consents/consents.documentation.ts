import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { ConsentsDto } from './consents.dto.ts';

export const DescribeReadConsents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Read where a person's consents stand",
      description:
        'Each consent with its form, who gave it, what it covers, since when, and what became of it: withdrawn, withdrawn in part, expired, in force. `asOf` asks where it stood at an instant, `knownAt` what was known then. Merges are followed. That it was read is recorded in the history of the person.',
    }),
    Answers(200, 'A page.', ConsentsDto),
    Refuses('invalidCursor', 'subjectNotAllowed', 'notYetProjected'),
  );

export const DescribeSearchConsents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Search the consents given to controllers',
      description:
        'As for one person, of everybody. In the order in which they were recorded. That they were found is recorded in the history of each.',
    }),
    Answers(200, 'A page.', ConsentsDto),
    Refuses('invalidCursor', 'controllerNotAllowed', 'notYetProjected'),
  );
