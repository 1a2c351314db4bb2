import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { RopaDto } from './ropa.dto.ts';

const FILES = {
  'text/csv': {
    type: 'string',
    description:
      'The declared activities in words, one on each line, with controller, representative and data protection officer (RFC 4180).',
    contentMediaType: 'text/csv',
  },
  'text/html': {
    type: 'string',
    description: 'The whole register in words, as a page to print.',
    contentMediaType: 'text/html',
  },
} as const;

export const DescribeReadRopa = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Read the register of processing activities',
      description: [
        'GDPR Art. 30(1): the controller as registered, the activities it declared (`ProcessingActivityDeclared`), what was recorded purpose by purpose, and where the two part.',
        'Computed anew each time, from what can be read by then. As CSV or a printable page by `Accept`.',
      ].join(' '),
    }),
    Answers(200, 'The register.', { 'application/json': RopaDto, ...FILES }),
    Refuses('controllerNotAllowed', 'notYetProjected'),
  );
