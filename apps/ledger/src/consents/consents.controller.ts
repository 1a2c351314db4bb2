import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SubjectPathDto } from '../history/history.dto.ts';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoParams, DtoQuery } from '../validation/index.ts';
import { DescribeReadConsents, DescribeSearchConsents } from './consents.documentation.ts';
import { ConsentsQueryDto, SubjectConsentsQueryDto, type ConsentsDto } from './consents.dto.ts';
import { ConsentsSearching, SubjectConsentsReading } from './consents.queries.ts';

/** What people consented to, and what is left of it. */
@ApiTags('consents')
@Controller('v1')
export class ConsentsController {
  constructor(private readonly queryBus: QueryBus) {}

  @Get('subjects/:subjectId/consents')
  @DescribeReadConsents()
  @Requires('subjects:history')
  async readConsents(
    @DtoParams(SubjectPathDto) { subjectId }: SubjectPathDto,
    @DtoQuery(SubjectConsentsQueryDto) query: SubjectConsentsQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ConsentsDto> {
    return this.queryBus.execute(new SubjectConsentsReading(subjectId.toLowerCase(), query, principal));
  }

  @Get('consents')
  @DescribeSearchConsents()
  @Requires('records:read')
  async searchConsents(
    @DtoQuery(ConsentsQueryDto) query: ConsentsQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ConsentsDto> {
    return this.queryBus.execute(new ConsentsSearching(query, principal));
  }
}
