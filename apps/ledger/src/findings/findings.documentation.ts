import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { FindingPageDto, FindingWithVersionsDto } from './findings.dto.ts';

const etag = { ETag: { description: 'Revision of the finding, for `If-Match`.', schema: { type: 'string' } } } as const;

export const DescribeSearchFindings = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Search what was found',
      description:
        'Records that break a rule of the policy or the law, or leave it open whether they do. Each quotes the clause and says in one sentence what was missing. `knownAt` shows what was believed then.',
    }),
    Answers(200, 'A page.', FindingPageDto),
    Refuses('invalidCursor', 'controllerNotAllowed', 'notYetProjected'),
  );

export const DescribeReadFinding = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Read a finding', description: 'With everything that was believed about it.' }),
    Answers(200, 'The finding.', FindingWithVersionsDto, etag),
  );

const step = (summary: string, description: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: `${description} Refused once the finding is resolved or accepted.` }),
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'The `ETag` of the finding as it was read; `*` for whatever it is now.',
      schema: { type: 'string' },
    }),
    Answers(201, 'The finding as it is now.', FindingWithVersionsDto, etag),
    Refuses(
      ...(['invalidHeader', 'preconditionRequired', 'preconditionFailed'] as const),
      ...(['stateConflict', 'revisionConflict', 'notYetProjected'] as const),
    ),
  );

export const DescribeExplainFinding = (): MethodDecorator =>
  step('Explain a finding', 'How it came about. It stays open.');

export const DescribeResolveFinding = (): MethodDecorator =>
  step('Say that a finding was put right', 'What was done about it.');

export const DescribeAcceptFinding = (): MethodDecorator => step('Accept a finding', 'Leave it as it is, and say why.');
