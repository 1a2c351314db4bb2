import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { VerdictDto } from './checks.dto.ts';

export const DescribeCheck = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Ask whether something may be done',
      description: [
        'Judges it by the policy and the law, by the rules that findings on the record of it go by, with reasons and clauses. Nobody is made known by it.',
        'Whoever may report (`records:write`) asks as a part of reporting, which is not recorded. Asked by anybody else about a known person, it stands in the history of that person (`SubjectChecked`).',
        'A person who was met as several subjects that were merged is judged by what is known of all of them; findings go by the subject that a record is about.',
        'For a company that has published no policy the law of the `jurisdictions` that are named answers alone (`lawAlone`), its days counted in the zone of the registration; where it has no rule, or none are named, the answer is a gap (`POL-SILENCE`). Its records are not judged before its first published policy.',
      ].join(' '),
    }),
    Answers(200, 'What it would come to.', VerdictDto),
    Refuses('invalidRecord', 'unknownRecordType', 'unknownController', 'unknownRecipient', 'controllerNotAllowed'),
  );
