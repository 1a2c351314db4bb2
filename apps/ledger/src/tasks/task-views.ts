import { Injectable } from '@nestjs/common';
import { TASK_KINDS } from '#libs/domain';
import type { Deadline, TaskDelivery } from '#libs/projections';
import type { TaskDeliveryDto } from '../deadlines/deadlines.dto.ts';
import { ReadModels } from '../reading/read-models.ts';

/** How telling services of tasks stands. */
@Injectable()
export class TaskViews {
  constructor(private readonly readModels: ReadModels) {}

  /** By id of the deadline, of those that are tasks: a time that passed and is still open, or was met after that. */
  async of(deadlines: readonly Deadline[]): Promise<ReadonlyMap<string, readonly TaskDeliveryDto[]>> {
    const tasks = deadlines.filter(isTask);
    if (tasks.length === 0) return new Map();
    const { queries } = this.readModels;
    const ended = await queries.tasks.settled(tasks.map(({ passedBy = '' }) => passedBy));
    const controllers = [...new Set(tasks.map(({ controllerId }) => controllerId))];
    const endpoints = await queries.tasks.endpoints(controllers);
    return new Map(
      tasks.map(({ deadlineId, controllerId, passedBy, state }) => {
        const own = ended.filter((one) => one.passedBy === passedBy);
        const told = new Set(own.map(({ endpointId }) => endpointId));
        const waiting = endpoints.filter((one) => one.controllerId === controllerId && !told.has(one.endpointId));
        // What is done is told to nobody any more.
        const pending =
          state !== 'overdue' ? [] : waiting.map(({ endpointId }) => ({ endpointId, state: 'pending' as const }));
        return [deadlineId, [...own.map(view), ...pending]] as const;
      }),
    );
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
