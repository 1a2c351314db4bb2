import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { EXPORTS } from '../reading/export.documentation.ts';
import { RecordPageDto } from '../reading/record-page.dto.ts';
import { Answers } from '../validation/index.ts';

export const DescribeSearchRecords = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Search the records of controllers',
      description:
        'A page of JSON by default; with `Accept: application/x-ndjson` or `text/csv` everything that matches, as one stream (permission `records:export`). Sealed parts stay sealed. That it was searched is recorded. Several values of one filter (repeated, or joined by commas) are alternatives; different filters must all hold.',
    }),
    Answers(200, 'A page, or an export.', { 'application/json': RecordPageDto, ...EXPORTS }),
    Refuses('invalidCursor', 'controllerNotAllowed', 'notYetProjected'),
  );
