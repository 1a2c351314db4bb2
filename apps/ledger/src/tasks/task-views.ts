import { Injectable } from '@nestjs/common';
import { TASK_KINDS } from '#libs/domain';
import type { Deadline, TaskDelivery, WebhookEndpoint } from '#libs/projections';
import type { TaskDeliveryDto } from '../deadlines/deadlines.dto.ts';
import { Clock } from '../event-recording/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { retryScheduleOf, Settings } from '../settings/index.ts';
import { nextTryAt } from './retry-schedule.ts';

/** How telling services of tasks stands. */
@Injectable()
export class TaskViews {
  private readonly schedule: readonly number[];

  constructor(
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.schedule = retryScheduleOf(settings);
  }

  /** By id of the deadline, of those that are tasks: a time that passed and is still open, or was met after that. */
  async of(deadlines: readonly Deadline[]): Promise<ReadonlyMap<string, readonly TaskDeliveryDto[]>> {
    const tasks = deadlines.filter(isTask);
    if (tasks.length === 0) return new Map();
    const { queries } = this.readModels;
    const ended = await queries.tasks.settled(tasks.map(({ passedBy = '' }) => passedBy));
    const controllers = [...new Set(tasks.map(({ controllerId }) => controllerId))];
    const endpoints = await queries.tasks.endpoints(controllers);
    return new Map(
      tasks.map(({ deadlineId, controllerId, passedBy, passedAt, state }) => {
        const own = ended.filter((one) => one.passedBy === passedBy);
        const told = new Set(own.map(({ endpointId }) => endpointId));
        const waiting = endpoints.filter((one) => one.controllerId === controllerId && !told.has(one.endpointId));
        // What is done is told to nobody any more.
        const pending = state !== 'overdue' ? [] : waiting.map((endpoint) => this.pendingView(endpoint, passedAt ?? 0));
        return [deadlineId, [...own.map(view), ...pending]] as const;
      }),
    );
  }

  /** Tries are on no record before the last one: when it is next follows from the schedule. */
  private pendingView({ endpointId, registeredAt }: WebhookEndpoint, passedAt: number): TaskDeliveryDto {
    const next = nextTryAt(Math.max(passedAt, registeredAt), Date.parse(this.clock.now()), this.schedule);
    const nextTry = next === undefined ? {} : { nextTryAt: new Date(next).toISOString() };
    return { endpointId, state: 'pending', ...nextTry };
  }
}

const isTask = ({ clock, passedBy }: Deadline): boolean =>
  passedBy !== undefined && TASK_KINDS.some((kind) => kind === clock.kind);

function view({ endpointId, state, attempts, settledAt }: TaskDelivery): TaskDeliveryDto {
  return {
    endpointId,
    state,
    ...(attempts === undefined ? {} : { attempts }),
    ...(settledAt === undefined ? {} : { at: new Date(settledAt).toISOString() }),
  };
}
