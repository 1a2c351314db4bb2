import type { Settings } from '../settings/index.ts';

/** Where spans go, and how many of them; plain data, so that it can be handed to another thread. */
export interface TracePlace {
  /** Of an OTLP/HTTP receiver, without `/v1/traces`. */
  readonly url: string;
  /** Of requests that come without a trace of their own. */
  readonly percent: number;
}

/** Undefined where tracing is off. */
export function tracePlace({ otlpUrl, tracePercent }: Settings): TracePlace | undefined {
  return otlpUrl === undefined ? undefined : { url: otlpUrl, percent: tracePercent };
}
