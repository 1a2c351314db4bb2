import type { Readable } from 'node:stream';
import { Controller, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { Settings } from '../settings/index.ts';
import { NDJSON, intakeOf } from './intake.ts';
import { answerNdjson } from './ndjson-exchange.ts';
import { DescribeRecordReports } from './record-processing.documentation.ts';
import type { ReportOutcome } from './record-receipt.ts';
import { ReportIntake } from './report-intake.ts';

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
    const intake = intakeOf(mediaType, request.headers, request.body);
    if (intake.items.length > this.settings.batchCountMax) throw new ProblemError('batchTooLarge');
    const outcomes = await this.reports.take(intake.items, principal);
    await (intake.single ? answerOne(reply, outcomes) : answerBatch(reply, outcomes));
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
  const refused = outcomes.filter((outcome) => 'problem' in outcome).length;
  const replayed = outcomes.filter((outcome) => 'receipt' in outcome && outcome.replayed).length;
  const results = outcomes.map((outcome, index) =>
    'problem' in outcome
      ? { index, status: outcome.status, problem: outcome.problem }
      : { index, status: 201, ...(outcome.replayed ? { replayed: true } : {}), ...outcome.receipt },
  );
  const recorded = outcomes.length - refused - replayed;
  await reply.status(refused === 0 ? 201 : 207).send({ recorded, replayed, refused, results });
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
