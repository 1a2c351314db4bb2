import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { EXPORTS } from '../reading/export.documentation.ts';
import { Answers } from '../validation/index.ts';
import { HistoryPageDto } from './history-page.dto.ts';

export const DescribeReadHistory = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Read a person's history",
      description:
        "What was done with one person's data, who is taken for that person, and who looked. Merges are followed. A page of JSON by default; with `Accept: application/x-ndjson` or `text/csv` everything that matches, as one stream (permission `subjects:export`). That it was read is recorded in the same history. Several values of one filter (repeated, or joined by commas) are alternatives; different filters must all hold.",
    }),
    Answers(200, 'A page, or an export.', { 'application/json': HistoryPageDto, ...EXPORTS }),
    Refuses('invalidCursor', 'subjectNotAllowed', 'notYetProjected'),
  );
