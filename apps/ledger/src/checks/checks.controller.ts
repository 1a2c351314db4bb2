import { Controller, HttpCode, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { explainedFinding } from '../findings/finding-explaining.ts';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { DtoBody } from '../validation/index.ts';
import { Checking } from './check.query.ts';
import { DescribeCheck } from './checks.documentation.ts';
import { CheckDto, type VerdictDto } from './checks.dto.ts';

/** Ask before, report after. */
@ApiTags('assessment')
@Controller('v1/checks')
export class ChecksController {
  constructor(
    private readonly queryBus: QueryBus,
    private readonly parties: KnownParties,
  ) {}

  @Post()
  @DescribeCheck()
  @HttpCode(200)
  @Requires('checks:read')
  async check(@DtoBody(CheckDto) check: CheckDto, @CurrentPrincipal() principal: Principal): Promise<VerdictDto> {
    const { findings, conflicts, silentOn, outOfScope, ...verdict } = await this.queryBus.execute(
      new Checking(check, principal),
    );
    const vocabulary = this.parties.vocabulary();
    return {
      ...verdict,
      findings: findings.map((finding) => explainedFinding(finding, vocabulary, 'planned')),
      conflicts: [...conflicts],
      silentOn: [...silentOn],
      ...(outOfScope === undefined ? {} : { outOfScope: { ...outOfScope, categories: [...outOfScope.categories] } }),
    };
  }
}
