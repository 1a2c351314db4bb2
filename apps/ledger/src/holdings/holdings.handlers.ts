import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { HeldSubjectsSearched, SubjectStateRead, type FieldsOf } from '#libs/domain';
import type { HeldSubjectsQuery } from '#libs/projections';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { HistoryAccess } from '../history/history-access.ts';
import { assertController, assertPermission, roleFor, type Permission, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { instantIn, pageEndOf } from '../reading/paged-query.dto.ts';
import { ReadModels } from '../reading/read-models.ts';
import { assertRegistered, categoriesWithin, keptCategories, pagingOf } from '../reading/record-narrowing.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { heldSubjectView, holdingView } from './holding-views.ts';
import { HeldSubjectsExporting, HeldSubjectsSearching, SubjectHoldingsReading } from './holdings.queries.ts';
import type { HeldSubjectDto, HeldSubjectsDto, HeldSubjectsQueryDto, SubjectHoldingsDto } from './holdings.dto.ts';

@QueryHandler(SubjectHoldingsReading)
export class SubjectHoldingsReadingHandler implements IQueryHandler<SubjectHoldingsReading> {
  constructor(
    private readonly access: HistoryAccess,
    private readonly accessLog: AccessLog,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ subjectId, wanted, principal }: SubjectHoldingsReading): Promise<SubjectHoldingsDto> {
    const permission = 'subjects:history';
    const controllerId = await this.access.admit(subjectId, { principal, permission, reveal: [] });
    await assertRegistered('recipient', wanted.recipient, this.parties);
    const { limit, cursor } = pagingOf(wanted, this.settings.pageCountMax);
    const categories = categoriesWithin(wanted.category, this.parties.vocabulary());
    await this.readModels.awaitAtLeast(wanted.atLeast);
    const { queries } = this.readModels;
    const { recipient: recipients, holder, dataset: datasets, asOf, knownAt } = wanted;
    const page = await queries.holdings.page({
      ...{ subjectId, categories, recipients, holder, datasets, limit },
      ...{ asOf: instantIn(asOf), knownAt: instantIn(knownAt) },
      ...(cursor === undefined ? {} : { cursor }),
    });
    const members = await queries.identity.mergedSubjects(subjectId);
    const read = {
      ...{ role: roleFor(principal, permission), view: 'holdings' as const, itemCount: page.entries.length },
      ...(asOf === undefined ? {} : { asOf }),
      ...(knownAt === undefined ? {} : { knownAt }),
    };
    await this.accessLog.record([accessTo({ controllerId, subjectId }, SubjectStateRead, read)], principal);
    return {
      subjectId,
      mergedSubjectIds: members.filter((member) => member !== subjectId),
      items: page.entries.map(holdingView),
      ...pageEndOf(page),
    };
  }
}

/** What a search is narrowed to, for the read models and for the access log. */
interface HeldNarrowing {
  readonly query: Omit<HeldSubjectsQuery, 'limit' | 'cursor'>;
  readonly stored: Omit<FieldsOf<typeof HeldSubjectsSearched>, 'role' | 'positionLast'>;
}

async function narrowed(
  wanted: HeldSubjectsQueryDto,
  principal: Principal,
  { parties, readModels }: { readonly parties: KnownParties; readonly readModels: ReadModels },
): Promise<HeldNarrowing> {
  const { controllerId, recipient: recipients, dataset: datasets, heldFrom, heldTo = heldFrom, knownAt } = wanted;
  assertController(principal, controllerId);
  // The search is recorded in its stream: one that is not registered must not come to have a stream.
  await assertRegistered('controllerId', controllerId, parties);
  await assertRegistered('recipient', recipients, parties);
  if (Date.parse(heldTo) < Date.parse(heldFrom)) {
    const error = { pointer: '/heldTo', code: 'tooEarly', message: 'must not be before heldFrom' };
    throw new ProblemError('invalidQuery', { errors: [error] });
  }
  const categories = categoriesWithin(wanted.category, parties.vocabulary());
  await readModels.awaitAtLeast(wanted.atLeast);
  await assertDatasets(controllerId, datasets ?? [], readModels);
  const from = Date.parse(heldFrom);
  const to = Date.parse(heldTo);
  return {
    query: { controllerId, recipients, categories, datasets, from, to, knownAt: instantIn(knownAt) },
    stored: {
      heldFrom,
      heldTo,
      ...(recipients === undefined ? {} : { recipients }),
      ...keptCategories(categories),
      ...(datasets === undefined ? {} : { datasets }),
      ...(knownAt === undefined ? {} : { knownAt }),
    },
  };
}

/** What is asked for is kept in clear in the access log, and anybody can write a slug: only one that is on record will do. */
async function assertDatasets(
  controllerId: string,
  datasets: readonly string[],
  readModels: ReadModels,
): Promise<void> {
  const known = await readModels.queries.heldSubjects.knownDatasets(controllerId, datasets);
  const unknown = datasets.findIndex((dataset) => !known.has(dataset));
  if (unknown < 0) return;
  const message = "must be a data set that a record of the company's people names";
  throw new ProblemError('invalidQuery', { errors: [{ pointer: `/dataset/${unknown}`, code: 'notKnown', message }] });
}

const roleOf = (principal: Principal, permission: Permission) => ({ role: roleFor(principal, permission) });

@QueryHandler(HeldSubjectsSearching)
export class HeldSubjectsSearchingHandler implements IQueryHandler<HeldSubjectsSearching> {
  constructor(
    private readonly accessLog: AccessLog,
    readonly readModels: ReadModels,
    readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ wanted, principal }: HeldSubjectsSearching): Promise<HeldSubjectsDto> {
    const { limit, cursor } = pagingOf(wanted, this.settings.pageCountMax);
    const { query, stored } = await narrowed(wanted, principal, this);
    const page = await this.readModels.queries.heldSubjects.page({
      ...query,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const [first, last] = [page.entries[0], page.entries.at(-1)];
    const fields = {
      ...roleOf(principal, 'records:read'),
      ...stored,
      ...{ itemCount: page.entries.length, positionLast: page.known ?? 0 },
      ...(first === undefined || last === undefined
        ? {}
        : { subjectFirst: first.subjectId, subjectLast: last.subjectId }),
    };
    const { controllerId } = wanted;
    await this.accessLog.record([accessTo({ controllerId }, HeldSubjectsSearched, fields)], principal);
    return { items: page.entries.map(heldSubjectView), ...pageEndOf(page) };
  }
}

@QueryHandler(HeldSubjectsExporting)
export class HeldSubjectsExportingHandler implements IQueryHandler<HeldSubjectsExporting> {
  constructor(
    private readonly accessLog: AccessLog,
    readonly readModels: ReadModels,
    readonly parties: KnownParties,
  ) {}

  async execute({ wanted, format, principal }: HeldSubjectsExporting): Promise<AsyncIterable<HeldSubjectDto>> {
    assertPermission(principal, 'records:export');
    const { query, stored } = await narrowed(wanted, principal, this);
    const { heldSubjects } = this.readModels.queries;
    // What came after the export was recorded is not part of it.
    const { known = 0 } = await heldSubjects.page({ ...query, limit: 1 });
    const fields = { ...roleOf(principal, 'records:export'), format, ...stored, positionLast: known };
    const { controllerId } = wanted;
    await this.accessLog.record([accessTo({ controllerId }, HeldSubjectsSearched, fields)], principal);
    return views(heldSubjects.entries({ ...query, known }));
  }
}

async function* views(entries: AsyncIterable<Parameters<typeof heldSubjectView>[0]>): AsyncGenerator<HeldSubjectDto> {
  for await (const entry of entries) yield heldSubjectView(entry);
}
