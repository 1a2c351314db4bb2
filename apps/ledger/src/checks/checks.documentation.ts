import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { VerdictDto } from './checks.dto.ts';

export const DescribeCheck = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Ask whether something may be done',
      description:
        'Judges it by the policy and the law, as the record of it would be judged, with reasons and clauses. Nothing is recorded, and nobody is made known by it. A company is judged, by its policy and by the law, from its first published policy on: before that the answer is a gap (`POL-SILENCE`), and its records are not judged at all.',
    }),
    Answers(200, 'What it would come to.', VerdictDto),
    Refuses('invalidRecord', 'unknownRecordType', 'unknownController', 'unknownRecipient', 'controllerNotAllowed'),
  );
