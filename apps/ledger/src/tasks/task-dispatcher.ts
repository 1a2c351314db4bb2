import { Injectable } from '@nestjs/common';
import type { PendingTask, WebhookEndpoint } from '#libs/projections';
import { Clock } from '../event-recording/index.ts';
import { Metrics } from '../operations/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { retryScheduleOf, Settings } from '../settings/index.ts';
import { WebhookEndpoints, type OpenedEndpoint } from '../webhooks/webhook-endpoints.ts';
import { postWebhook } from '../webhooks/webhook-post.ts';
import { signedHeaders } from '../webhooks/webhook-signature.ts';
import { DeliveryRecorder } from './delivery-recorder.ts';
import { nextTryAt } from './retry-schedule.ts';
import { taskMessage } from './task-message.ts';

/** Milliseconds between two looks into the outbox. */
const LOOK_EVERY_MS = 1_000;
/** Tasks looked at for one endpoint at once. Where so many wait for another try, those behind them wait as well. */
const TASKS_COUNT_MAX = 500;
/** Messages to one endpoint in flight at once: a service that has much to delete is not to be overrun. */
const IN_FLIGHT_COUNT_MAX = 4;
/** Before a message is sent again of which could not be recorded what became of it, in milliseconds. */
const UNRECORDED_PAUSE_MS = 60_000;
/** Longest wait for the read models to know what was recorded, in milliseconds. */
const CATCH_UP_MS = 10_000;

/** Without its secret and address it is not even tried. */
const SECRET_ERASED = { failure: 'secretErased' } as const;

/** An endpoint while it is being told. */
interface Telling {
  readonly endpoint: WebhookEndpoint;
  readonly opened: OpenedEndpoint | undefined;
  readonly tried: Map<string, Tried>;
}

interface Tried {
  readonly count: number;
  readonly nextAt: number;
}

/** Of the dispatchers of all processes one tells, so that services are told once as a rule. */
export interface DispatcherLease {
  /** Whether this one may tell now. */
  isHeld(): Promise<boolean>;
}

/**
 * Tells services what has to go. What is still to be told follows from the log (`TaskQueue`); that a service took it, or is
 * not tried any more, is put into the log. A message is sent at least once: a process that dies between answer and log leaves
 * it to be sent again, under the same id.
 */
@Injectable()
export class TaskDispatcher {
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  /** Endpoints that are being told: a slow one keeps no other from it. */
  private readonly telling = new Map<string, Promise<void>>();
  private looking: Promise<void> = Promise.resolve();
  /** By endpoint, of messages that were not taken: how often they were tried, and when they are next. */
  private readonly tries = new Map<string, ReadonlyMap<string, Tried>>();
  private readonly schedule: readonly number[];

  constructor(
    private readonly readModels: ReadModels,
    private readonly endpoints: WebhookEndpoints,
    private readonly recorder: DeliveryRecorder,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {
    this.schedule = retryScheduleOf(settings);
  }

  /** @param onTrouble called with the code of what made a look fail; the next one tries again. */
  start(lease: DispatcherLease, onTrouble: (code: string) => void): void {
    const look = async (): Promise<void> => {
      try {
        if (await lease.isHeld()) await this.look(onTrouble);
      } catch (error) {
        onTrouble(codeOf(error));
      }
      if (!this.stopping) this.timer = setTimeout(begin, LOOK_EVERY_MS);
    };
    const begin = (): void => {
      this.looking = look();
    };
    this.timer = setTimeout(begin, LOOK_EVERY_MS);
  }

  /** Finish what is in flight. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all(this.telling.values());
  }

  private async look(onTrouble: (code: string) => void): Promise<void> {
    const endpoints = await this.readModels.queries.tasks.endpoints();
    const known = new Set(endpoints.map(({ endpointId }) => endpointId));
    for (const endpointId of this.tries.keys()) if (!known.has(endpointId)) this.tries.delete(endpointId);
    for (const endpoint of endpoints) {
      const { endpointId } = endpoint;
      if (this.telling.has(endpointId)) continue;
      const told = this.tell(endpoint)
        .catch((error: unknown) => onTrouble(codeOf(error)))
        .finally(() => this.telling.delete(endpointId));
      this.telling.set(endpointId, told);
    }
  }

  /** Everything whose time it is. */
  async tell(endpoint: WebhookEndpoint): Promise<void> {
    const now = this.now();
    const pending = await this.readModels.queries.tasks.pending(endpoint, TASKS_COUNT_MAX);
    const tried = this.tries.get(endpoint.endpointId) ?? new Map<string, Tried>();
    const ready = pending.filter(({ passedBy }) => (tried.get(passedBy)?.nextAt ?? 0) <= now);
    if (ready.length === 0) return;
    // What is a task no longer need not be remembered.
    const still = new Set(pending.map(({ passedBy }) => passedBy));
    const remembered = new Map([...tried].filter(([passedBy]) => still.has(passedBy)));
    this.tries.set(endpoint.endpointId, remembered);
    const opened = await this.endpoints.open(endpoint);
    let last = -1;
    for (let at = 0; at < ready.length && !this.stopping; at += IN_FLIGHT_COUNT_MAX) {
      const some = ready.slice(at, at + IN_FLIGHT_COUNT_MAX);
      const told = await Promise.all(some.map((task) => this.tellOf(task, { endpoint, opened, tried: remembered })));
      last = Math.max(last, ...told.map((position) => position ?? -1));
    }
    // What was told just now is pending until it is projected.
    if (last >= 0) await this.readModels.queries.position.waitForPosition(last, CATCH_UP_MS);
  }

  /** @returns Where in the log it stands what became of it; nowhere while it is to be tried again. */
  private async tellOf(task: PendingTask, { endpoint, opened, tried }: Telling): Promise<number | undefined> {
    const message = taskMessage(task, endpoint);
    const posted = opened === undefined ? SECRET_ERASED : await this.post(message, opened);
    const count = (tried.get(task.passedBy)?.count ?? 0) + 1;
    // While it cannot be put into the log it looks untold: the service must not be sent it again every second.
    tried.set(task.passedBy, { count, nextAt: this.now() + UNRECORDED_PAUSE_MS });
    if (posted === 'taken') {
      this.metrics.countTaskDelivery('delivered');
      return this.recorder.record(task, endpoint, { attempts: count });
    }
    const since = Math.max(task.passedAt, endpoint.registeredAt);
    const nextAt = posted.failure === 'secretErased' ? undefined : nextTryAt(since, this.now(), this.schedule);
    this.metrics.countTaskDelivery(nextAt === undefined ? 'abandoned' : 'failed');
    if (nextAt !== undefined) tried.set(task.passedBy, { count, nextAt });
    const failedAt =
      posted.failure === 'secretErased' ? undefined : await this.recorder.recordFailure(task, endpoint, posted);
    if (nextAt !== undefined) return failedAt;
    return this.recorder.record(task, endpoint, { attempts: count, failure: posted.failure });
  }

  private post(message: ReturnType<typeof taskMessage>, { url, secret }: OpenedEndpoint) {
    const headers = signedHeaders(message, secret, this.now());
    const rules = { allowLoopback: this.settings.webhookAllowLoopback };
    return postWebhook({ url, headers, body: message.body }, rules);
  }

  private now(): number {
    return Date.parse(this.clock.now());
  }
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'dispatcherFault';
}
