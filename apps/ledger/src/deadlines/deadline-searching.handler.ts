import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DeadlinesRead } from '#libs/domain';
import { AccessLog } from '../access-log/access-log.ts';
import { accessesToShown } from '../access-log/accesses-to-shown.ts';
import { Clock } from '../event-recording/index.ts';
import { roleFor } from '../identity/index.ts';
import { controllersReached } from '../reading/controllers-reached.ts';
import { ReadModels } from '../reading/read-models.ts';
import { pagingOf } from '../reading/record-narrowing.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { TaskViews } from '../tasks/task-views.ts';
import { DeadlineSearching } from './deadline-searching.query.ts';
import { deadlineView } from './deadline-view.ts';
import type { DeadlinePageDto } from './deadlines.dto.ts';

@QueryHandler(DeadlineSearching)
export class DeadlineSearchingHandler implements IQueryHandler<DeadlineSearching> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly accessLog: AccessLog,
    private readonly parties: KnownParties,
    private readonly clock: Clock,
    private readonly tasks: TaskViews,
    private readonly settings: Settings,
  ) {}

  async execute({ search, principal }: DeadlineSearching): Promise<DeadlinePageDto> {
    const controllers = await controllersReached(search.controllerId, principal, {
      readModels: this.readModels,
      parties: this.parties,
    });
    const { order: _order, ...paging } = pagingOf(search, this.settings.pageCountMax);
    await this.readModels.awaitAtLeast(search.atLeast);
    const { subjectId, kind, state, task, dueBefore } = search;
    const { items, nextCursor } = await this.readModels.queries.deadlines.page({
      controllers,
      subjectId: subjectId?.toLowerCase(),
      kinds: kind,
      states: state,
      tasks: task,
      dueBefore: dueBefore === undefined ? undefined : Date.parse(dueBefore),
      now: Date.parse(this.clock.now()),
      ...paging,
    });
    const role = roleFor(principal, 'deadlines:read');
    await this.accessLog.record(
      accessesToShown(items, DeadlinesRead, (itemCount) => ({ role, itemCount })),
      principal,
    );
    const deliveries = await this.tasks.of(items);
    const views = items.map((one) => deadlineView(one, deliveries.get(one.deadlineId)));
    return { items: views, ...(nextCursor === undefined ? {} : { next: nextCursor }) };
  }
}
