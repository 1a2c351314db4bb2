import { Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody } from '../validation/index.ts';
import { Reassessment } from './reassessment.command.ts';
import { DescribeReassess } from './reassessments.documentation.ts';
import { ReassessmentDto, type ReassessmentReceiptDto } from './reassessments.dto.ts';

/** Nothing is judged again silently: it is asked for. */
@ApiTags('assessment')
@Controller('v1/reassessments')
export class ReassessmentsController {
  constructor(private readonly commandBus: CommandBus) {}

  @Post()
  @DescribeReassess()
  @HttpCode(202)
  @Requires('assessments:repeat')
  async reassess(
    @DtoBody(ReassessmentDto) asked: ReassessmentDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReassessmentReceiptDto> {
    return this.commandBus.execute(new Reassessment(asked, principal));
  }
}
