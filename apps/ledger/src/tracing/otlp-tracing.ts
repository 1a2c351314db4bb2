import { setTimeout as delay } from 'node:timers/promises';
import type { Span, SpanContext, Tracer } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import { isTraceparent } from '#libs/domain';
import type { TracePlace } from './trace-place.ts';
import { Tracing, type OpenSpan, type SpanStart } from './tracing.ts';

/** Between two sendings, in milliseconds: what a crash may lose of the spans. */
const SEND_EVERY_MS = 1_000;
/** Longest time for one sending, its repetitions included, in milliseconds. */
const SEND_TIMEOUT_MS = 4_000;
/** A receiver that is away must not keep the ledger from stopping for longer, in milliseconds. */
const STOP_TIMEOUT_MS = 1_000;
/** Spans waiting to be sent; more are dropped, so that a receiver that is away costs no memory. */
const WAITING_MAX = 4_096;
/** Links of one span. A group holds the requests of one turn of the event loop. */
const LINKS_MAX = 64;

type Api = typeof import('@opentelemetry/api');

/**
 * Spans sent by OTLP/HTTP. Its packages are loaded here and only here, when tracing is switched on.
 * @param onTrouble called when the receiver cannot be reached any more, and not again until it could.
 */
export async function startOtlpTracing({ url, percent }: TracePlace, onTrouble = (): void => {}): Promise<Tracing> {
  const [api, sdk, { resourceFromAttributes }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const otlp = new OTLPTraceExporter({ url: `${url.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: SEND_TIMEOUT_MS });
  let isReached = true;
  const exporter: ConstructorParameters<typeof sdk.BatchSpanProcessor>[0]['exporter'] = {
    export: (spans, done) =>
      otlp.export(spans, (result) => {
        const wasReached = isReached;
        isReached = result.code === 0;
        if (wasReached && !isReached) onTrouble();
        done(result);
      }),
    shutdown: () => otlp.shutdown(),
    forceFlush: () => otlp.forceFlush(),
  };
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'personal-data-ledger' }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(percent / 100) }),
    spanLimits: { linkCountLimit: LINKS_MAX },
    spanProcessors: [
      new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS, maxQueueSize: WAITING_MAX }),
    ],
  });
  return new OtlpTracing(api, provider);
}

class OtlpTracing extends Tracing {
  override readonly isOn = true;
  readonly #api: Api;
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;

  constructor(api: Api, provider: TracerProvider) {
    super();
    this.#api = api;
    this.#provider = provider;
    this.#tracer = provider.getTracer('personal-data-ledger');
  }

  override async stop(): Promise<void> {
    const limit = new AbortController();
    const late = delay(STOP_TIMEOUT_MS, undefined, { signal: limit.signal });
    await Promise.race([this.#provider.shutdown(), late]).catch(() => undefined);
    limit.abort();
  }

  protected override open(
    { name, kind, attributes = {} }: SpanStart,
    { parent, links }: { readonly parent: string | undefined; readonly links: readonly string[] },
  ): OpenSpan {
    const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = this.#api;
    const under = spanContextOf(parent);
    const span = this.#tracer.startSpan(
      name,
      {
        kind: SpanKind[KINDS[kind]],
        attributes: { ...attributes },
        links: links.flatMap((link) => spanContextOf(link) ?? []).map((context) => ({ context })),
      },
      under === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, under),
    );
    return {
      traceparent: traceparentOf(span),
      isSampled: span.isRecording(),
      end: ({ attributes: more = {}, failed = false } = {}) => {
        span.setAttributes({ ...more });
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }
}

const KINDS = { server: 'SERVER', internal: 'INTERNAL', client: 'CLIENT', consumer: 'CONSUMER' } as const;

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** What comes from outside, or from the log, is looked at again: whatever is no traceparent begins a trace of its own. */
function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  if (!isTraceparent(traceparent)) return undefined;
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-');
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}
