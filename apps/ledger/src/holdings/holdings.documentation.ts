import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers, referenceTo, type Content } from '../validation/index.ts';
import { HELD_SUBJECT_COLUMNS } from './holding-views.ts';
import { HeldSubjectDto, HeldSubjectsDto, SubjectHoldingsDto } from './holdings.dto.ts';

export const DescribeReadHoldings = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Read what is held of a person',
      description:
        'Which categories are or were held, by the company and by whom it gave them to, since when, on what ground and for what, until when, and when the ledger knew. `asOf` asks what was held at an instant, `knownAt` what was known then; both together, what one would have answered. In the order in which it came in. That it was read is recorded in the history of the person.',
    }),
    Answers(200, 'A page.', SubjectHoldingsDto),
    Refuses('invalidCursor', 'subjectNotAllowed', 'notYetProjected'),
  );

const EXPORTS: Content = {
  'application/x-ndjson': {
    type: 'string',
    description: 'Everybody, one on each line, as described by `contentSchema`.',
    contentMediaType: 'application/x-ndjson',
    contentSchema: referenceTo(HeldSubjectDto),
  },
  'text/csv': {
    type: 'string',
    description: `Everybody (RFC 4180). Columns: ${HELD_SUBJECT_COLUMNS.join(', ')}. Lists are JSON.`,
    contentMediaType: 'text/csv',
  },
};

export const DescribeSearchHoldings = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Search for people by what is held of them',
      description:
        'Whose data, of these categories, a company held at any instant of a time, or a recipient it gave data to. In the order of subject ids. A page of JSON by default; with `Accept: application/x-ndjson` or `text/csv` everybody, as one stream (permission `records:export`). That they were found is recorded in the history of each.',
    }),
    Answers(200, 'A page, or an export.', { 'application/json': HeldSubjectsDto, ...EXPORTS }),
    Refuses('invalidCursor', 'controllerNotAllowed', 'notYetProjected'),
  );
