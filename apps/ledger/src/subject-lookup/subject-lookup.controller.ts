import { Controller, HttpCode, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody } from '../validation/index.ts';
import { DescribeLookUpSubject } from './subject-lookup.documentation.ts';
import { SubjectLookupDto, type FoundSubjectDto } from './subject-lookup.dto.ts';
import { SubjectLookup } from './subject-lookup.query.ts';

@ApiTags('subjects')
@Controller('v1/subjects')
export class SubjectLookupController {
  constructor(private readonly queryBus: QueryBus) {}

  /** Which subject an identifier belongs to. The identifier stands in the body and is not recorded. */
  @Post('lookup')
  @DescribeLookUpSubject()
  @HttpCode(200)
  @Requires('subjects:lookup')
  async lookUpSubject(
    @DtoBody(SubjectLookupDto) wanted: SubjectLookupDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<FoundSubjectDto> {
    return this.queryBus.execute(new SubjectLookup(wanted, principal));
  }
}
