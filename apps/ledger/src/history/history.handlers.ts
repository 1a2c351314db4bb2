import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RecordEntry } from '#libs/projections';
import type { EntryView } from '../reading/entry-view.ts';
import { narrowingOf, pagingOf } from '../reading/record-narrowing.ts';
import { ReadModels } from '../reading/read-models.ts';
import { Revealing, type Revealable } from '../reading/revealing.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { HistoryAccess } from './history-access.ts';
import type { HistoryPageDto } from './history-page.dto.ts';
import { HistoryExporting, HistoryReading } from './history.query.ts';

@QueryHandler(HistoryReading)
export class HistoryReadingHandler implements IQueryHandler<HistoryReading> {
  constructor(
    private readonly access: HistoryAccess,
    private readonly readModels: ReadModels,
    private readonly revealing: Revealing,
    private readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ subjectId, narrowing, principal }: HistoryReading): Promise<HistoryPageDto> {
    const reveal = narrowing.reveal ?? [];
    const controllerId = await this.access.admit(subjectId, { principal, permission: 'subjects:history', reveal });
    const { filters, stored } = await narrowingOf(narrowing, this.parties);
    const paging = pagingOf(narrowing, this.settings.pageCountMax);
    await this.readModels.awaitAtLeast(narrowing.atLeast);
    const { queries } = this.readModels;
    const { entries, nextCursor, head } = await queries.history.page({ subjectId, filters, ...paging });
    const members = await queries.identity.mergedSubjects(subjectId);
    const read = { ...rangeOf(entries), ...(stored === undefined ? {} : { filters: stored }) };
    await this.access.recordPage({ subjectId, controllerId, entries, read }, reveal, principal);
    return {
      subjectId,
      mergedSubjectIds: members.filter((member) => member !== subjectId),
      items: await this.revealing.reveal(entries, reveal),
      ...(nextCursor === undefined ? {} : { next: nextCursor }),
      ...(head === undefined ? {} : { position: head }),
    };
  }
}

@QueryHandler(HistoryExporting)
export class HistoryExportingHandler implements IQueryHandler<HistoryExporting> {
  constructor(
    private readonly access: HistoryAccess,
    private readonly readModels: ReadModels,
    private readonly revealing: Revealing,
    private readonly parties: KnownParties,
  ) {}

  async execute({ subjectId, narrowing, format, principal }: HistoryExporting): Promise<AsyncIterable<EntryView>> {
    const reveal = narrowing.reveal ?? [];
    const controllerId = await this.access.admit(subjectId, { principal, permission: 'subjects:export', reveal });
    const { filters, stored } = await narrowingOf(narrowing, this.parties);
    await this.readModels.awaitAtLeast(narrowing.atLeast);
    const { queries } = this.readModels;
    const head = (await queries.position.position()) ?? 0;
    const fields = {
      format,
      revealed: reveal.length > 0,
      positionFirst: 0,
      positionLast: head,
      ...(stored === undefined ? {} : { filters: stored }),
    };
    await this.access.recordExport({ subjectId, controllerId, fields }, principal);
    const order = narrowing.order === 'desc' ? 'newestFirst' : 'oldestFirst';
    return this.revealed(queries.history.entries({ subjectId, filters, order }), head, reveal);
  }

  /** What came after the export was recorded is not part of it. */
  private async *revealed(
    entries: AsyncIterable<RecordEntry>,
    head: number,
    reveal: readonly Revealable[],
  ): AsyncGenerator<EntryView> {
    for await (const entry of entries) {
      if (entry.position <= head) yield* await this.revealing.reveal([entry], reveal);
    }
  }
}

/** How much of the log a page showed. */
export function rangeOf(entries: readonly Pick<RecordEntry, 'position'>[]): {
  itemCount: number;
  positionFirst?: number;
  positionLast?: number;
} {
  const positions = entries.map(({ position }) => position);
  if (positions.length === 0) return { itemCount: 0 };
  return { itemCount: positions.length, positionFirst: Math.min(...positions), positionLast: Math.max(...positions) };
}
