import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { HealthDto, ReadinessDto } from './operations.dto.ts';

export const DescribeReadHealth = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Whether the process answers',
      description: 'For restarting it: says nothing of its parts.',
    }),
    Answers(200, 'It does.', HealthDto),
  );

export const DescribeReadReadiness = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Whether every part of the ledger works',
      description: 'For sending it requests, or none.',
    }),
    Answers(200, 'Every part works.', ReadinessDto),
    Refuses('unavailable'),
  );

export const DescribeReadMetrics = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Figures of how it does',
      description: "In Prometheus' text format. Nothing personal is counted.",
    }),
    Answers(200, 'The figures.', { 'text/plain': { type: 'string' } }),
  );
