import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, Requires } from '../identity/route-permission.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { Metrics } from './metrics.ts';
import { DescribeReadHealth, DescribeReadMetrics, DescribeReadReadiness } from './operations.documentation.ts';
import type { HealthDto, ReadinessDto } from './operations.dto.ts';
import { checkReadiness, ReadinessProbes } from './readiness.ts';

/** For whoever runs the ledger: is it alive, can it work, how does it do. */
@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly probes: ReadinessProbes,
    private readonly metrics: Metrics,
  ) {}

  @Get('healthz')
  @Public()
  @DescribeReadHealth()
  readHealth(): HealthDto {
    return { status: 'alive' };
  }

  @Get('readyz')
  @Public()
  @DescribeReadReadiness()
  async readReadiness(): Promise<ReadinessDto> {
    const parts = await checkReadiness(this.probes);
    const errors = parts
      .filter(({ ready }) => !ready)
      .map(({ part, reason }) => ({
        pointer: `/parts/${part}`,
        code: 'notReady',
        message: `The part ${part} ${reason ?? 'is not ready'}.`,
      }));
    if (errors.length > 0) throw new ProblemError('unavailable', { detail: 'Not every part is ready.', errors });
    return { status: 'ready', parts };
  }

  @Get('metrics')
  @Requires('operations:read')
  @DescribeReadMetrics()
  async readMetrics(@Res() reply: FastifyReply): Promise<void> {
    const text = await this.metrics.render();
    await reply.type(this.metrics.mediaType).send(text);
  }
}
