import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoParams, DtoQuery } from '../validation/index.ts';
import { DescribeReadRecipientRelations } from './recipient-relations.documentation.ts';
import {
  ControllerPathDto,
  RecipientRelationsQueryDto,
  type RecipientRelationsDto,
} from './recipient-relations.dto.ts';
import { RecipientRelationsReading } from './recipient-relations.query.ts';

/** Whom a company gives data to, and on what terms. */
@ApiTags('recipients')
@Controller('v1/controllers')
export class RecipientRelationsController {
  constructor(private readonly queryBus: QueryBus) {}

  @Get(':controllerId/recipients')
  @DescribeReadRecipientRelations()
  @Requires('records:read')
  async readRecipientRelations(
    @DtoParams(ControllerPathDto) { controllerId }: ControllerPathDto,
    @DtoQuery(RecipientRelationsQueryDto) query: RecipientRelationsQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RecipientRelationsDto> {
    return this.queryBus.execute(new RecipientRelationsReading(controllerId, query, principal));
  }
}
