import { Controller, Get, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { FindingStep } from '#libs/domain';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody, DtoParams, DtoQuery } from '../validation/index.ts';
import { FindingHandling } from './finding-handling.command.ts';
import { FindingReading, FindingSearching } from './finding.queries.ts';
import {
  DescribeAcceptFinding,
  DescribeExplainFinding,
  DescribeReadFinding,
  DescribeResolveFinding,
  DescribeSearchFindings,
} from './findings.documentation.ts';
import {
  FindingPathDto,
  FindingReadingDto,
  FindingSearchDto,
  FindingStepDto,
  type FindingPageDto,
  type FindingWithVersionsDto,
} from './findings.dto.ts';
import { revisionsIn } from './if-match.ts';

/** What was found of what was recorded, and what becomes of it. */
@ApiTags('assessment')
@Controller('v1/findings')
export class FindingsController {
  constructor(
    private readonly queryBus: QueryBus,
    private readonly commandBus: CommandBus,
  ) {}

  @Get()
  @DescribeSearchFindings()
  @Requires('findings:read')
  async searchFindings(
    @DtoQuery(FindingSearchDto) search: FindingSearchDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<FindingPageDto> {
    return this.queryBus.execute(new FindingSearching(search, principal));
  }

  @Get(':findingId')
  @DescribeReadFinding()
  @Requires('findings:read')
  async readFinding(
    @DtoParams(FindingPathDto) { findingId }: FindingPathDto,
    @DtoQuery(FindingReadingDto) { reveal }: FindingReadingDto,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FindingWithVersionsDto> {
    const asked = { words: reveal !== undefined };
    const finding = await this.queryBus.execute(new FindingReading(findingId.toLowerCase(), asked, principal));
    void reply.header('etag', etagOf(finding));
    return finding;
  }

  @Post(':findingId/explanations')
  @DescribeExplainFinding()
  @HttpCode(201)
  @Requires('findings:handle')
  async explainFinding(
    @DtoParams(FindingPathDto) { findingId }: FindingPathDto,
    @DtoBody(FindingStepDto) { text }: FindingStepDto,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FindingWithVersionsDto> {
    return this.handle({ findingId, step: 'explain', text, ifMatch }, principal, reply);
  }

  @Post(':findingId/resolutions')
  @DescribeResolveFinding()
  @HttpCode(201)
  @Requires('findings:handle')
  async resolveFinding(
    @DtoParams(FindingPathDto) { findingId }: FindingPathDto,
    @DtoBody(FindingStepDto) { text }: FindingStepDto,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FindingWithVersionsDto> {
    return this.handle({ findingId, step: 'resolve', text, ifMatch }, principal, reply);
  }

  @Post(':findingId/acceptances')
  @DescribeAcceptFinding()
  @HttpCode(201)
  @Requires('findings:handle')
  async acceptFinding(
    @DtoParams(FindingPathDto) { findingId }: FindingPathDto,
    @DtoBody(FindingStepDto) { text }: FindingStepDto,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FindingWithVersionsDto> {
    return this.handle({ findingId, step: 'accept', text, ifMatch }, principal, reply);
  }

  private async handle({ ifMatch, ...asked }: Asked, principal: Principal, reply: FastifyReply) {
    const findingId = asked.findingId.toLowerCase();
    const step = { step: asked.step, text: asked.text, ifRevision: revisionsIn(ifMatch) };
    await this.commandBus.execute(new FindingHandling(findingId, step, principal));
    const finding = await this.queryBus.execute(new FindingReading(findingId, { words: false }, principal));
    void reply.header('etag', etagOf(finding));
    return finding;
  }
}

interface Asked {
  readonly findingId: string;
  readonly step: FindingStep;
  readonly text: string;
  readonly ifMatch: string | undefined;
}

const etagOf = ({ revision }: FindingWithVersionsDto): string => `"${revision}"`;
