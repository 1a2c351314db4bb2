import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public, Requires } from '../identity/route-permission.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { Metrics } from './metrics.ts';
import { checkReadiness, ReadinessProbes, type PartReadiness } from './readiness.ts';

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
  @ApiOperation({ operationId: 'getHealth', summary: 'Whether the process answers' })
  @ApiOkResponse({ description: 'It does.' })
  @Header('cache-control', 'no-store')
  health(): { readonly status: 'alive' } {
    return { status: 'alive' };
  }

  @Get('readyz')
  @Public()
  @ApiOperation({ operationId: 'getReadiness', summary: 'Whether every part of the ledger works' })
  @ApiOkResponse({ description: 'Every part works. Otherwise 503 with a problem whose errors name the parts.' })
  @Header('cache-control', 'no-store')
  async readiness(): Promise<{ readonly status: 'ready'; readonly parts: readonly PartReadiness[] }> {
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
  @ApiOperation({ operationId: 'getMetrics', summary: "Figures in Prometheus' text format" })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'The figures.', schema: { type: 'string' } })
  async figures(@Res() reply: FastifyReply): Promise<void> {
    const text = await this.metrics.render();
    await reply.type(this.metrics.mediaType).send(text);
  }
}
