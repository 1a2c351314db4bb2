import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody } from '../validation/index.ts';
import { SubjectLookupDto } from './subject-lookup.dto.ts';
import { SubjectLookup, type FoundSubject } from './subject-lookup.query.ts';

@Controller('v1/subjects')
export class SubjectLookupController {
  constructor(private readonly queryBus: QueryBus) {}

  /** Which subject an identifier belongs to. The identifier stands in the body and is not recorded. */
  @Post('lookup')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Requires('subjects:lookup')
  async lookUp(
    @DtoBody(SubjectLookupDto) wanted: SubjectLookupDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<FoundSubject> {
    return this.queryBus.execute(new SubjectLookup(wanted, principal));
  }
}
