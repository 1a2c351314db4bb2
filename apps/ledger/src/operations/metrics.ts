import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type RecordOutcome = 'recorded' | 'refused' | 'replayed';

/** `failed`: it will be tried again. `abandoned`: it will not. */
export type TaskDeliveryOutcome = 'delivered' | 'failed' | 'abandoned';

export type RequestLimit = 'requests' | 'records' | 'subjects';

export interface HttpObservation {
  readonly method: string;
  /** Template, never the path itself. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface ProjectionLag {
  /** Age of the oldest event that is not projected yet; 0 when there is none. */
  readonly seconds: number;
  readonly events: number;
}

/** What there is to tell of deadlines. */
export interface DeadlineFigures {
  readonly nearest: () => Promise<readonly { readonly kind: string; readonly leftMs: number }[]>;
  readonly overdue: () => Promise<readonly { readonly kind: string; readonly count: number }[]>;
}

/** From half a millisecond, below a group commit, to a request that gives up. */
const DURATION_BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const WATCHED = {
  pdl_disk_free_bytes: 'Free space on the fullest disk that something is kept on; absent where nothing is.',
  pdl_in_flight_bytes: 'Bytes of requests that are being worked on.',
} as const;

/**
 * What is counted. Labels come from closed sets of our own (outcomes, route templates, projection names): a label made
 * from a request would carry personal data and grow without bound.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #records = new Counter({
    name: 'pdl_records_total',
    help: 'Reports of processing, by what became of them.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });
  readonly #append = new Histogram({
    name: 'pdl_append_duration_seconds',
    help: 'Time from handing events to the store until they are durable.',
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [this.#registry],
  });
  readonly #lagSeconds = new Gauge({
    name: 'pdl_projection_lag_seconds',
    help: 'Age of the oldest event that is not projected yet.',
    labelNames: ['projection'],
    registers: [this.#registry],
  });
  readonly #lagEvents = new Gauge({
    name: 'pdl_projection_lag_events',
    help: 'Distance between the end of the log and the projection, in positions.',
    labelNames: ['projection'],
    registers: [this.#registry],
  });
  readonly #http = new Histogram({
    name: 'pdl_http_request_duration_seconds',
    help: 'Time from the request until the answer is sent.',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [this.#registry],
  });
  readonly #limited = new Counter({
    name: 'pdl_requests_limited_total',
    help: 'Requests refused because their credential had used up a limit, by limit.',
    labelNames: ['limit'],
    registers: [this.#registry],
  });
  readonly #overloaded = new Counter({
    name: 'pdl_requests_overloaded_total',
    help: 'Requests refused because too much was being worked on.',
    registers: [this.#registry],
  });
  readonly #massLookups = new Counter({
    name: 'pdl_mass_lookups_total',
    help: 'Alarms: one credential looked at very many different subjects within the window.',
    registers: [this.#registry],
  });
  readonly #parked = new Counter({
    name: 'pdl_events_parked_total',
    help: 'Events that the read models could not take and left out, since the process started.',
    registers: [this.#registry],
  });
  readonly #taskDeliveries = new Counter({
    name: 'pdl_task_deliveries_total',
    help: 'Times a service was told of a task, or tried to be, by what became of it.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });
  readonly #identityProviderFailures = new Counter({
    name: 'pdl_identity_provider_failures_total',
    help: 'Times the keys of the identity provider could not be had.',
    registers: [this.#registry],
  });

  /** Also the figures of the process: memory, processor, event loop. Once per process, since they hold on to it. */
  collectProcessMetrics(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Looked at whenever somebody looks. @param read `undefined` where there is nothing to tell. */
  watch(gauge: 'pdl_disk_free_bytes' | 'pdl_in_flight_bytes', read: () => number | undefined): void {
    const watched: Gauge = new Gauge({
      name: gauge,
      help: WATCHED[gauge],
      registers: [this.#registry],
      collect: () => {
        watched.set(read() ?? Number.NaN);
      },
    });
  }

  countOverloaded(): void {
    this.#overloaded.inc();
  }

  /** Counted whenever somebody looks. A count that fails leaves the series out, and /readyz tells why. */
  watchParkedEvents(counts: () => Promise<readonly { readonly reason: string; readonly events: number }[]>): void {
    const gauge = new Gauge({
      name: 'pdl_parked_events',
      help: 'Events that could not be projected and were put aside, by reason. Answers leave them out.',
      labelNames: ['reason'],
      registers: [this.#registry],
      collect: async () => {
        gauge.reset();
        for (const { reason, events } of await counts().catch(() => [])) gauge.set({ reason }, events);
      },
    });
  }

  /** Looked at whenever somebody looks, by the kinds of deadlines there are. A look that fails leaves the series out. */
  watchDeadlines({ nearest, overdue }: DeadlineFigures): void {
    const seconds = new Gauge({
      name: 'pdl_nearest_deadline_seconds',
      help: 'Time until the next open deadline is due, by kind; absent where none is to come.',
      labelNames: ['kind'],
      registers: [this.#registry],
      collect: async () => {
        seconds.reset();
        for (const { kind, leftMs } of await nearest().catch(() => [])) seconds.set({ kind }, leftMs / 1_000);
      },
    });
    const late = new Gauge({
      name: 'pdl_overdue_deadlines',
      help: 'Open deadlines whose due instant has passed, by kind; counted up to 10000.',
      labelNames: ['kind'],
      registers: [this.#registry],
      collect: async () => {
        late.reset();
        for (const { kind, count } of await overdue().catch(() => [])) late.set({ kind }, count);
      },
    });
  }

  countRecords(outcome: RecordOutcome, count = 1): void {
    if (count > 0) this.#records.inc({ outcome }, count);
  }

  observeAppend(seconds: number): void {
    this.#append.observe(seconds);
  }

  setProjectionLag(projection: string, { seconds, events }: ProjectionLag): void {
    this.#lagSeconds.set({ projection }, seconds);
    this.#lagEvents.set({ projection }, events);
  }

  observeHttp({ method, route, status, seconds }: HttpObservation): void {
    this.#http.observe({ method, route, status }, seconds);
  }

  countLimited(limit: RequestLimit): void {
    this.#limited.inc({ limit });
  }

  countMassLookup(): void {
    this.#massLookups.inc();
  }

  countTaskDelivery(outcome: TaskDeliveryOutcome): void {
    this.#taskDeliveries.inc({ outcome });
  }

  countParked(): void {
    this.#parked.inc();
  }

  countIdentityProviderFailure(): void {
    this.#identityProviderFailures.inc();
  }

  get mediaType(): string {
    return this.#registry.contentType;
  }

  /** In Prometheus' text format. */
  render(): Promise<string> {
    return this.#registry.metrics();
  }
}
