import { IsInt, Matches, Max, Min } from 'class-validator';
import { Absentable, Setting } from './setting.ts';
import { WebhookSettings } from './webhooks.settings.ts';

/** Whether traces are sent, and how many. */
export abstract class TracingSettings extends WebhookSettings {
  @Setting({
    env: 'PDL_OTLP_URL',
    kind: 'text',
    defaultText: 'none: no traces',
    description:
      'Where OpenTelemetry traces are sent by OTLP/HTTP, such as `http://127.0.0.1:4318`. Headers it needs are read from `OTEL_EXPORTER_OTLP_HEADERS`.',
  })
  @Absentable()
  @Matches(/^https?:\/\/[^\s@?#]{1,2000}$/)
  readonly otlpUrl?: string;

  @Setting({
    env: 'PDL_TRACE_PERCENT',
    kind: 'number',
    default: '100',
    description:
      'How many, of 100 requests that come without a `traceparent`, are traced. One that comes with it decides.',
  })
  @IsInt()
  @Min(0)
  @Max(100)
  readonly tracePercent!: number;
}
