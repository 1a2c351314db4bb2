export { NoTracing, Tracing } from './tracing.ts';
export { startOtlpTracing } from './otlp-tracing.ts';
export { tracePlace, type TracePlace } from './trace-place.ts';
export { traceCommands } from './traced-commands.ts';
export { TracedEventStore } from './traced-event-store.ts';
export { traceRequests } from './traced-requests.ts';
