import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Everything that may be told in a span: figures, codes and names of our own. A closed list, because whatever is told here
 * leaves the ledger for a place where nobody expects a person.
 */
export interface SpanAttributes {
  readonly 'http.request.method'?: string;
  /** The template, never the path. */
  readonly 'http.route'?: string;
  readonly 'http.response.status_code'?: number;
  /** A code of ours, or the name of an error's class; never its message. */
  readonly 'error.type'?: string;
  readonly 'pdl.event.count'?: number;
  readonly 'pdl.stream.count'?: number;
}

export interface SpanStart {
  /** Of our own words only: a method and a route template, a command's class, a step. */
  readonly name: string;
  readonly kind: 'server' | 'internal' | 'client' | 'consumer';
  /** `traceparent` (W3C Trace Context §3.2). Default: the span at work here, if there is one. */
  readonly parent?: string | undefined;
  readonly attributes?: SpanAttributes;
}

export interface OpenSpan {
  /** What belongs under it names this as its parent. */
  readonly traceparent: string;
  /** Whether anybody will see it. */
  readonly isSampled: boolean;
  end(outcome?: { readonly attributes?: SpanAttributes; readonly failed?: boolean }): void;
}

/** Under what spans begin here, and what else they are to point to. */
interface Surroundings {
  readonly parent: string | undefined;
  readonly links: readonly string[];
}

/** Spans of the ledger's own steps. Switched off, it does nothing and costs a call. */
export abstract class Tracing {
  readonly #here = new AsyncLocalStorage<Surroundings>();

  abstract readonly isOn: boolean;

  protected abstract open(span: SpanStart, surroundings: Surroundings): OpenSpan;

  /** Sends what was gathered. */
  abstract stop(): Promise<void>;

  /** The span at work here. */
  current(): string | undefined {
    return this.isOn ? this.#here.getStore()?.parent : undefined;
  }

  begin(span: SpanStart): OpenSpan {
    const here = this.#here.getStore() ?? { parent: undefined, links: [] };
    return this.open(span, 'parent' in span ? { parent: span.parent, links: [] } : here);
  }

  /** Carries work out under the span with this `traceparent`; what others waited for with it is pointed to. */
  under<T>([parent, ...others]: readonly (string | undefined)[], work: () => T): T {
    if (!this.isOn) return work();
    const links = new Set(others.filter((other) => other !== undefined && other !== parent));
    return this.#here.run({ parent, links: [...links] as string[] }, work);
  }

  /** Carries work out in a span of its own. */
  async within<T>(span: SpanStart, work: (open: OpenSpan) => Promise<T>): Promise<T> {
    const open = this.begin(span);
    try {
      const result = await this.under([open.traceparent], () => work(open));
      open.end();
      return result;
    } catch (error) {
      open.end({ failed: true, attributes: { 'error.type': errorType(error) } });
      throw error;
    }
  }
}

const NO_SPAN: OpenSpan = { traceparent: '', isSampled: false, end: () => undefined };

/** Tracing that is switched off. */
export class NoTracing extends Tracing {
  override readonly isOn = false;

  protected override open(): OpenSpan {
    return NO_SPAN;
  }

  override async stop(): Promise<void> {}
}

function errorType(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.name;
}
