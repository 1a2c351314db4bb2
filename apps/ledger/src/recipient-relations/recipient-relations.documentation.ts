import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { RecipientRelationsDto } from './recipient-relations.dto.ts';

export const DescribeReadRecipientRelations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Read a company's recipients",
      description:
        'Each recipient with its agreements and assessments and whether they hold, the categories it was given since when and when last, and whether its access has to be revoked, because an agreement ended or ran out or its work ended: by the policy in force at that time and by the law, with what it already has where they say so. In the order of their ids.',
    }),
    Answers(200, 'A page.', RecipientRelationsDto),
    Refuses('invalidCursor', 'controllerNotAllowed', 'notYetProjected'),
  );
