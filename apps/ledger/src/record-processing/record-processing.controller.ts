import type { Readable } from 'node:stream';
import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { Settings } from '../settings/index.ts';
import { batchAnswer } from './batch-answer.ts';
import { NDJSON, intakeOf } from './intake.ts';
import { answerNdjson } from './ndjson-exchange.ts';
import { DescribeRecordReports } from './record-processing.documentation.ts';
import type { ReportOutcome } from './record-receipt.ts';
import { ReportIntake } from './report-intake.ts';

const JSON_MEDIA_TYPE = 'application/json; charset=utf-8';

/** What services report to. */
@ApiTags('records')
@Controller('v1/records')
export class RecordProcessingController {
  constructor(
    private readonly reports: ReportIntake,
    private readonly settings: Settings,
  ) {}

  /** One record, a batch, an NDJSON stream or CloudEvents, by `Content-Type`. */
  @Post()
  @DescribeRecordReports()
  @Requires('records:write')
  async recordReports(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const mediaType = mediaTypeOf(request);
    if (mediaType === NDJSON) {
      // What became of each line is known only when the status has long been sent.
      await reply
        .status(200)
        .type(NDJSON)
        .send(answerNdjson(request.body as Readable, (items) => this.reports.take(items, principal)));
      return;
    }
    const { isSingle, taken } = this.take(mediaType, request, principal);
    const outcomes = await taken;
    await (isSingle ? answerOne(reply, outcomes) : answerBatch(reply, outcomes));
  }

  /** Apart from the answer, so that nobody holds on to what came in while it is being written. */
  private take(mediaType: string, request: FastifyRequest, principal: Principal) {
    const { items, single: isSingle } = intakeOf(mediaType, request.headers, request.body);
    if (items.length > this.settings.batchCountMax) throw new ProblemError('batchTooLarge');
    request.body = undefined;
    return { isSingle, taken: this.reports.take(items, principal) };
  }
}

async function answerOne(reply: FastifyReply, [outcome]: readonly ReportOutcome[]): Promise<void> {
  if (outcome === undefined) throw new ProblemError('invalidBody');
  if ('problem' in outcome) {
    const { code, ...details } = outcome.problem;
    throw new ProblemError(code, details);
  }
  if (outcome.replayed) void reply.header('idempotency-replayed', 'true');
  await reply.status(201).send(outcome.receipt);
}

/** 201 when everything is recorded, else 207: a client that looks at the status alone must notice. */
async function answerBatch(reply: FastifyReply, outcomes: readonly ReportOutcome[]): Promise<void> {
  const { refused, json } = batchAnswer(outcomes);
  await reply
    .status(refused === 0 ? 201 : 207)
    .type(JSON_MEDIA_TYPE)
    .send(json);
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
