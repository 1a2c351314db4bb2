import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ConsentGiven, RecordsSearched, SubjectStateRead } from '#libs/domain';
import type { ConsentEntry, ConsentPage, ConsentQuery } from '#libs/projections';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { Clock } from '../event-recording/index.ts';
import { HistoryAccess } from '../history/history-access.ts';
import { rangeOf } from '../history/history.handlers.ts';
import { roleFor, type Principal } from '../identity/index.ts';
import { controllersReached } from '../reading/controllers-reached.ts';
import { instantIn, instantText, pageEndOf } from '../reading/paged-query.dto.ts';
import { ReadModels } from '../reading/read-models.ts';
import { assertRegistered, categoriesWithin, iris, keptCategories, pagingOf } from '../reading/record-narrowing.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { ConsentsSearching, SubjectConsentsReading } from './consents.queries.ts';
import type { ConsentDto, ConsentsDto, SubjectConsentsQueryDto } from './consents.dto.ts';

@QueryHandler(SubjectConsentsReading)
export class SubjectConsentsReadingHandler implements IQueryHandler<SubjectConsentsReading> {
  constructor(
    private readonly access: HistoryAccess,
    private readonly accessLog: AccessLog,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ subjectId, wanted, principal }: SubjectConsentsReading): Promise<ConsentsDto> {
    const permission = 'subjects:history';
    const controllerId = await this.access.admit(subjectId, { principal, permission, reveal: [] });
    const query = await narrowed(wanted, this.parties);
    const paging = pagingOf(wanted, this.settings.pageCountMax);
    await this.readModels.awaitAtLeast(wanted.atLeast);
    const { queries } = this.readModels;
    // Somebody who was found to be a customer of another company as well is nobody else's business.
    const page = await queries.consents.page(
      { ...query, ...paging, controllers: [controllerId], subjectId },
      this.world(),
    );
    const { asOf, knownAt } = wanted;
    const read = {
      ...{ role: roleFor(principal, permission), view: 'consents' as const, itemCount: page.entries.length },
      ...(asOf === undefined ? {} : { asOf }),
      ...(knownAt === undefined ? {} : { knownAt }),
    };
    await this.accessLog.record([accessTo({ controllerId, subjectId }, SubjectStateRead, read)], principal);
    return viewOf(page);
  }

  private world() {
    return { now: Date.parse(this.clock.now()), vocabulary: this.parties.vocabulary() };
  }
}

@QueryHandler(ConsentsSearching)
export class ConsentsSearchingHandler implements IQueryHandler<ConsentsSearching> {
  constructor(
    private readonly accessLog: AccessLog,
    private readonly readModels: ReadModels,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ wanted, principal }: ConsentsSearching): Promise<ConsentsDto> {
    const query = await narrowed(wanted, this.parties);
    const paging = pagingOf(wanted, this.settings.pageCountMax);
    const controllers = await controllersReached(wanted.controllerId, principal, {
      readModels: this.readModels,
      parties: this.parties,
    });
    await this.readModels.awaitAtLeast(wanted.atLeast);
    const world = { now: Date.parse(this.clock.now()), vocabulary: this.parties.vocabulary() };
    const page = await this.readModels.queries.consents.page({ ...query, ...paging, controllers }, world);
    await this.recordSearch(page.entries, query, principal);
    return viewOf(page);
  }

  /** As a search of the records by which they were given, in the stream of each company whose people were shown. */
  private async recordSearch(
    entries: readonly ConsentEntry[],
    { categories, purposes, recipients }: Narrowed,
    principal: Principal,
  ): Promise<void> {
    const role = roleFor(principal, 'records:read');
    const filters = {
      types: [ConsentGiven.type],
      ...keptCategories(categories),
      ...(purposes === undefined ? {} : { purposes }),
      ...(recipients === undefined ? {} : { recipients }),
    };
    const accesses = [...Map.groupBy(entries, ({ controllerId }) => controllerId)].map(([controllerId, shown]) =>
      accessTo({ controllerId }, RecordsSearched, { role, ...rangeOf(shown), filters }),
    );
    if (accesses.length > 0) await this.accessLog.record(accesses, principal);
  }
}

type Narrowed = Pick<ConsentQuery, 'forms' | 'givers' | 'standings' | 'purposes' | 'categories' | 'recipients'> &
  Pick<ConsentQuery, 'asOf' | 'knownAt'>;

async function narrowed(wanted: SubjectConsentsQueryDto, parties: KnownParties): Promise<Narrowed> {
  const { form, givenBy, standing, purpose, category, recipient, asOf, knownAt } = wanted;
  await assertRegistered('recipient', recipient, parties);
  const vocabulary = parties.vocabulary();
  return {
    forms: form,
    givers: givenBy,
    standings: standing,
    purposes: purpose === undefined ? undefined : iris('purpose', purpose, vocabulary),
    categories: categoriesWithin(category, vocabulary),
    recipients: recipient,
    asOf: instantIn(asOf),
    knownAt: instantIn(knownAt),
  };
}

const viewOf = (page: ConsentPage): ConsentsDto => ({ items: page.entries.map(consentView), ...pageEndOf(page) });

function consentView(entry: ConsentEntry): ConsentDto {
  const { id, subjectId, controllerId, form, givenBy, scope, noticeRef, at, standing, until, endedBy } = entry;
  return {
    ...{ id, subjectId, controllerId, form, givenBy, scope },
    ...(noticeRef === undefined ? {} : { noticeRef }),
    since: instantText(at),
    standing,
    ...(until === undefined ? {} : { until: instantText(until) }),
    endedBy,
    recordedAt: instantText(entry.recordedAt),
    position: entry.position,
  };
}
