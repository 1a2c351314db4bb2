import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers, referenceTo, Takes, type JsonSchema } from '../validation/index.ts';
import { CLOUD_EVENT, CLOUD_EVENTS, NDJSON } from './intake.ts';
import { BatchAnswerDto, RecordedLineDto, RecordReceiptDto, RefusedLineDto } from './record-receipt.dto.ts';
import { RECORD_REPORT_EXAMPLES } from './record-report.examples.ts';
import { CLOUD_EVENT_BODY, CLOUD_EVENT_SCHEMA, RECORD_REPORT, RECORD_REPORTS } from './record-report.schemas.ts';

const DESCRIPTION = [
  'One report, a batch, a stream or CloudEvents, by `Content-Type`.',
  'A report sent again with the same name (`id`, or `source` and `sourceId`) and content is recorded once, and gets the first answer.',
  'Reports of a batch or a stream are judged one by one: what is refused does not keep the others from being recorded.',
  'What is answered as recorded is on disk. Nothing is refused for being unlawful.',
].join(' ');

const lines = (description: string, line: JsonSchema): JsonSchema => ({
  type: 'string',
  description: `${description}, as described by \`contentSchema\`.`,
  contentMediaType: NDJSON,
  contentSchema: line,
});

const ceHeader = (name: string, description: string): MethodDecorator & ClassDecorator =>
  ApiHeader({ name: `ce-${name}`, required: false, description, schema: { type: 'string' } });

/** CloudEvents HTTP binding §3.1: the binary mode. */
const ceHeaders = [
  ceHeader('specversion', '`1.0`: the body is the `data` of a CloudEvent, whose attributes stand in headers.'),
  ceHeader('type', '`org.personal-data-ledger.<RecordType>.v1`'),
  ceHeader('source', '`source` of the report.'),
  ceHeader('id', '`sourceId` of the report.'),
  ceHeader('time', '`occurredAt` of the report.'),
];

const idempotencyReplayed = {
  'Idempotency-Replayed': {
    description: '`true` where the one report was recorded before.',
    schema: { type: 'string' },
  },
} as const;

export const DescribeRecordReports = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Report what was done with personal data', description: DESCRIPTION }),
    ...ceHeaders,
    Takes(
      {
        'application/json': { anyOf: [RECORD_REPORT, RECORD_REPORTS, CLOUD_EVENT_BODY] },
        [NDJSON]: lines('Any number of reports, one on each line', RECORD_REPORT),
        [CLOUD_EVENT]: CLOUD_EVENT_SCHEMA,
        [CLOUD_EVENTS]: { type: 'array', items: CLOUD_EVENT_SCHEMA },
      },
      RECORD_REPORT_EXAMPLES,
    ),
    Answers(
      201,
      'Recorded: the one report, or every report of the batch.',
      { 'application/json': { oneOf: [referenceTo(RecordReceiptDto), referenceTo(BatchAnswerDto)] } },
      idempotencyReplayed,
    ),
    Answers(207, 'Some reports of the batch are refused.', BatchAnswerDto),
    Answers(200, 'The answers to a stream, as it is recorded.', {
      [NDJSON]: lines('One answer for each line, in order', {
        oneOf: [referenceTo(RecordedLineDto), referenceTo(RefusedLineDto)],
      }),
    }),
    Refuses(
      'invalidRecord',
      'unknownRecordType',
      'unknownController',
      'unknownSubject',
      'unknownRecipient',
      'controllerNotAllowed',
      'contentConflict',
      'batchTooLarge',
      'overloaded',
      'unavailable',
      'outcomeUnknown',
      'shuttingDown',
      'storageFull',
    ),
  );
