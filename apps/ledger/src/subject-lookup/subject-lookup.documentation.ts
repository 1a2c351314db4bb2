import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { FoundSubjectDto } from './subject-lookup.dto.ts';

export const DescribeLookUpSubject = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Find the person an identifier belongs to',
      description:
        'At one controller: the same person has another id at each. The identifier stands in the body, since addresses end up in logs. That somebody looked is recorded in the history of the person; the identifier is not.',
    }),
    Answers(200, 'The person is known.', FoundSubjectDto),
    Refuses('notFound', 'unknownController', 'controllerNotAllowed'),
  );
