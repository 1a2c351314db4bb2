import { Controller, Get, Headers, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { EXPORT_COLUMNS, exportFormatOf, exportOf, MEDIA_TYPES } from '../reading/export-format.ts';
import { DtoParams, DtoQuery } from '../validation/index.ts';
import { DescribeReadHistory } from './history.documentation.ts';
import { HistoryQueryDto, SubjectPathDto } from './history.dto.ts';
import { HistoryExporting, HistoryReading } from './history.query.ts';

/** What was done with one person's data. */
@ApiTags('subjects')
@Controller('v1/subjects')
export class HistoryController {
  constructor(private readonly queryBus: QueryBus) {}

  /** A page of JSON; or everything as NDJSON or CSV, by `Accept`. */
  @Get(':subjectId/history')
  @DescribeReadHistory()
  @Requires('subjects:history')
  async readHistory(
    @DtoParams(SubjectPathDto) { subjectId }: SubjectPathDto,
    @DtoQuery(HistoryQueryDto) query: HistoryQueryDto,
    @Headers('accept') accept: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = subjectId.toLowerCase();
    const format = exportFormatOf(accept);
    if (format === undefined) {
      await reply.send(await this.queryBus.execute(new HistoryReading(id, query, principal)));
      return;
    }
    const entries = await this.queryBus.execute(new HistoryExporting(id, query, format, principal));
    await reply.type(MEDIA_TYPES[format]).send(exportOf(entries, format, EXPORT_COLUMNS));
  }
}
