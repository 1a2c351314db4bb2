import { Controller, Get, Headers, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { EXPORT_COLUMNS, exportFormatOf, exportOf, MEDIA_TYPES } from '../reading/export-format.ts';
import { DtoQuery } from '../validation/index.ts';
import { DescribeSearchRecords } from './record-search.documentation.ts';
import { RecordSearchDto } from './record-search.dto.ts';
import { RecordExporting, RecordSearching } from './record-search.query.ts';

/** What was reported, for auditors. */
@ApiTags('records')
@Controller('v1/records')
export class RecordSearchController {
  constructor(private readonly queryBus: QueryBus) {}

  /** A page of JSON; or everything as NDJSON or CSV, by `Accept`. */
  @Get()
  @DescribeSearchRecords()
  @Requires('records:read')
  async searchRecords(
    @DtoQuery(RecordSearchDto) search: RecordSearchDto,
    @Headers('accept') accept: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const format = exportFormatOf(accept);
    if (format === undefined) {
      await reply.send(await this.queryBus.execute(new RecordSearching(search, principal)));
      return;
    }
    const entries = await this.queryBus.execute(new RecordExporting(search, format, principal));
    await reply.type(MEDIA_TYPES[format]).send(exportOf(entries, format, EXPORT_COLUMNS));
  }
}
