import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { RecordsExported, RecordsSearched } from '#libs/domain';
import type { RecordEntry } from '#libs/projections';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { rangeOf } from '../history/history.handlers.ts';
import { assertPermission, roleFor, type Principal } from '../identity/index.ts';
import { controllersReached } from '../reading/controllers-reached.ts';
import { viewOf, type EntryView } from '../reading/entry-view.ts';
import { narrowingOf, pagingOf, type Narrowing } from '../reading/record-narrowing.ts';
import { ReadModels } from '../reading/read-models.ts';
import type { RecordPageDto } from '../reading/record-page.dto.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { RecordExporting, RecordSearching } from './record-search.query.ts';
import type { RecordSearchDto } from './record-search.dto.ts';

const storedFilters = (search: RecordSearchDto, { stored }: Narrowing) => {
  const filters = {
    ...stored,
    ...(search.subjectId === undefined ? {} : { subjectId: search.subjectId.toLowerCase() }),
  };
  return Object.keys(filters).length === 0 ? {} : { filters };
};

@QueryHandler(RecordSearching)
export class RecordSearchingHandler implements IQueryHandler<RecordSearching> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly accessLog: AccessLog,
    private readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ search, principal }: RecordSearching): Promise<RecordPageDto> {
    const narrowing = await narrowingOf(search, this.parties);
    const paging = pagingOf(search, this.settings.pageCountMax);
    const controllers = await controllersReached(search.controllerId, principal, {
      readModels: this.readModels,
      parties: this.parties,
    });
    await this.readModels.awaitAtLeast(search.atLeast);
    const subject = search.subjectId === undefined ? {} : { subjectId: search.subjectId.toLowerCase() };
    const { filters } = narrowing;
    const page = await this.readModels.queries.search.page({ controllers, filters, ...subject, ...paging });
    await this.recordSearch(page.entries, storedFilters(search, narrowing), principal);
    return {
      items: page.entries.map(viewOf),
      ...(page.nextCursor === undefined ? {} : { next: page.nextCursor }),
      ...(page.head === undefined ? {} : { position: page.head }),
    };
  }

  /** In the stream of each controller whose records were shown. */
  private async recordSearch(entries: readonly RecordEntry[], filters: object, principal: Principal): Promise<void> {
    const role = roleFor(principal, 'records:read');
    const accesses = [...Map.groupBy(entries, ({ controllerId }) => controllerId ?? '')].map(([controllerId, shown]) =>
      accessTo({ controllerId }, RecordsSearched, { role, ...rangeOf(shown), ...filters }),
    );
    if (accesses.length > 0) await this.accessLog.record(accesses, principal);
  }
}

@QueryHandler(RecordExporting)
export class RecordExportingHandler implements IQueryHandler<RecordExporting> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly accessLog: AccessLog,
    private readonly parties: KnownParties,
  ) {}

  async execute({ search, format, principal }: RecordExporting): Promise<AsyncIterable<EntryView>> {
    assertPermission(principal, 'records:export');
    const narrowing = await narrowingOf(search, this.parties);
    const controllers = await controllersReached(search.controllerId, principal, {
      readModels: this.readModels,
      parties: this.parties,
    });
    await this.readModels.awaitAtLeast(search.atLeast);
    const { queries } = this.readModels;
    const head = (await queries.position.position()) ?? 0;
    const role = roleFor(principal, 'records:export');
    const fields = { role, format, positionFirst: 0, positionLast: head, ...storedFilters(search, narrowing) };
    await this.accessLog.record(
      controllers.map((controllerId) => accessTo({ controllerId }, RecordsExported, fields)),
      principal,
    );
    const subject = search.subjectId === undefined ? {} : { subjectId: search.subjectId.toLowerCase() };
    const order = search.order === 'desc' ? 'newestFirst' : 'oldestFirst';
    return views(queries.search.entries({ controllers, filters: narrowing.filters, order, ...subject }), head);
  }
}

async function* views(entries: AsyncIterable<RecordEntry>, head: number): AsyncGenerator<EntryView> {
  for await (const entry of entries) if (entry.position <= head) yield viewOf(entry);
}
