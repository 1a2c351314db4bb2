import { Controller, Get, Headers, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { DtoQuery } from '../validation/index.ts';
import { ropaCsv, ropaHtml } from './ropa-files.ts';
import { ropaFormatOf } from './ropa-format.ts';
import { DescribeReadRopa } from './ropa.documentation.ts';
import { RopaQueryDto } from './ropa.dto.ts';
import { RopaReading } from './ropa.query.ts';

/** The page loads nothing and runs nothing, whatever was declared. */
const NOTHING_BUT_STYLE = "default-src 'none'; style-src 'unsafe-inline'";

/** The register of processing activities. */
@ApiTags('ropa')
@Controller('v1/ropa')
export class RopaController {
  constructor(
    private readonly queryBus: QueryBus,
    private readonly parties: KnownParties,
  ) {}

  @Get()
  @DescribeReadRopa()
  @Requires('ropa:read')
  async readRopa(
    @DtoQuery(RopaQueryDto) asked: RopaQueryDto,
    @Headers('accept') accept: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const ropa = await this.queryBus.execute(new RopaReading(asked, principal));
    const vocabulary = this.parties.vocabulary();
    void reply.header('vary', 'accept');
    switch (ropaFormatOf(accept)) {
      case 'json':
        return void (await reply.send(ropa));
      case 'csv':
        return void (await reply.type('text/csv; charset=utf-8').send(ropaCsv(ropa, vocabulary)));
      case 'html':
        void reply.header('content-security-policy', NOTHING_BUT_STYLE);
        return void (await reply.type('text/html; charset=utf-8').send(ropaHtml(ropa, vocabulary)));
    }
  }
}
