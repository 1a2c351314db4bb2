import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoQuery } from '../validation/index.ts';
import { DeadlineSearching } from './deadline-searching.query.ts';
import { DescribeSearchDeadlines } from './deadlines.documentation.ts';
import { DeadlineSearchDto } from './deadline-search.dto.ts';
import type { DeadlinePageDto } from './deadlines.dto.ts';

/** What has to be done, and by when. */
@ApiTags('deadlines')
@Controller('v1/deadlines')
export class DeadlinesController {
  constructor(private readonly queryBus: QueryBus) {}

  @Get()
  @DescribeSearchDeadlines()
  @Requires('deadlines:read')
  async searchDeadlines(
    @DtoQuery(DeadlineSearchDto) search: DeadlineSearchDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DeadlinePageDto> {
    return this.queryBus.execute(new DeadlineSearching(search, principal));
  }
}
