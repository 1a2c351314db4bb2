import { Injectable } from '@nestjs/common';
import { TASK_KINDS } from '#libs/domain';
import type { Deadline, TaskDelivery, TaskFailures, WebhookEndpoint } from '#libs/projections';
import type { TaskDeliveryDto } from '../deadlines/deadlines.dto.ts';
import { Clock } from '../event-recording/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { retryScheduleOf, Settings } from '../settings/index.ts';
import { deliveryFailureView } from '../webhooks/delivery-failure.ts';
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
    const events = tasks.map(({ passedBy = '' }) => passedBy);
    const ended = await queries.tasks.settled(events);
    const failures = new Map((await queries.tasks.failuresOf(events)).map((one) => [keyOf(one), one]));
    const controllers = [...new Set(tasks.map(({ controllerId }) => controllerId))];
    const endpoints = await queries.tasks.endpoints(controllers);
    return new Map(
      tasks.map(({ deadlineId, controllerId, passedBy, passedAt, state }) => {
        const own = ended.filter((one) => one.passedBy === passedBy);
        const told = new Set(own.map(({ endpointId }) => endpointId));
        const waiting = endpoints.filter((one) => one.controllerId === controllerId && !told.has(one.endpointId));
        // What is done is told to nobody any more.
        const pending = state !== 'overdue' ? [] : waiting.map((endpoint) => this.pendingView(endpoint, passedAt ?? 0));
        const views = [...own.map(view), ...pending];
        return [deadlineId, views.map((one) => withFailures(one, failures.get(keyOf({ ...one, passedBy }))))] as const;
      }),
    );
  }

  /** When it is tried next follows from the schedule. */
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

/** Attempts are on record one by one; those before a restart count in what is told, and not in what the end of it said. */
function withFailures(view: TaskDeliveryDto, failures: TaskFailures | undefined): TaskDeliveryDto {
  if (failures === undefined) return view;
  const made = failures.attempts + (view.state === 'delivered' ? 1 : 0);
  return { ...view, attempts: Math.max(made, view.attempts ?? 0), lastFailure: deliveryFailureView(failures) };
}

const keyOf = ({
  endpointId,
  passedBy = '',
}: {
  readonly endpointId: string;
  readonly passedBy?: string | undefined;
}) => `${passedBy} ${endpointId}`;
