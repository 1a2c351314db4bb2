import { Controller, Get, Headers, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SubjectPathDto } from '../history/history.dto.ts';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { exportFormatOf, exportOf, MEDIA_TYPES } from '../reading/export-format.ts';
import { DtoParams, DtoQuery } from '../validation/index.ts';
import { HELD_SUBJECT_COLUMNS } from './holding-views.ts';
import { DescribeReadHoldings, DescribeSearchHoldings } from './holdings.documentation.ts';
import { HeldSubjectsQueryDto, SubjectHoldingsQueryDto, type SubjectHoldingsDto } from './holdings.dto.ts';
import { HeldSubjectsExporting, HeldSubjectsSearching, SubjectHoldingsReading } from './holdings.queries.ts';

/** Who has which data of whom. */
@ApiTags('holdings')
@Controller('v1')
export class HoldingsController {
  constructor(private readonly queryBus: QueryBus) {}

  @Get('subjects/:subjectId/holdings')
  @DescribeReadHoldings()
  @Requires('subjects:history')
  async readHoldings(
    @DtoParams(SubjectPathDto) { subjectId }: SubjectPathDto,
    @DtoQuery(SubjectHoldingsQueryDto) query: SubjectHoldingsQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SubjectHoldingsDto> {
    return this.queryBus.execute(new SubjectHoldingsReading(subjectId.toLowerCase(), query, principal));
  }

  /** A page of JSON; or everybody as NDJSON or CSV, by `Accept`. */
  @Get('holdings')
  @DescribeSearchHoldings()
  @Requires('records:read')
  async searchHoldings(
    @DtoQuery(HeldSubjectsQueryDto) query: HeldSubjectsQueryDto,
    @Headers('accept') accept: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const format = exportFormatOf(accept);
    if (format === undefined) {
      await reply.send(await this.queryBus.execute(new HeldSubjectsSearching(query, principal)));
      return;
    }
    const found = await this.queryBus.execute(new HeldSubjectsExporting(query, format, principal));
    await reply.type(MEDIA_TYPES[format]).send(exportOf(found, format, HELD_SUBJECT_COLUMNS));
  }
}
