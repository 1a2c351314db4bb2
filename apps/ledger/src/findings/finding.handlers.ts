import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { FindingsRead, IdentifiersRevealed } from '#libs/domain';
import type { FindingVersion } from '#libs/projections';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { accessesToShown } from '../access-log/accesses-to-shown.ts';
import { AssessedReading } from '../assessment/assessed-reading.ts';
import { assertPermission, mayActFor, roleFor, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { controllersReached } from '../reading/controllers-reached.ts';
import { ReadModels } from '../reading/read-models.ts';
import { pagingOf } from '../reading/record-narrowing.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { FindingReading, FindingSearching } from './finding.queries.ts';
import { FindingViews } from './finding-views.ts';
import { FindingWords } from './finding-words.ts';
import type { FindingPageDto, FindingWithVersionsDto } from './findings.dto.ts';

@QueryHandler(FindingSearching)
export class FindingSearchingHandler implements IQueryHandler<FindingSearching> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly assessed: AssessedReading,
    private readonly accessLog: AccessLog,
    private readonly parties: KnownParties,
    private readonly views: FindingViews,
    private readonly settings: Settings,
  ) {}

  async execute({ search, principal }: FindingSearching): Promise<FindingPageDto> {
    const controllers = await controllersReached(search.controllerId, principal, {
      readModels: this.readModels,
      parties: this.parties,
    });
    const paging = pagingOf(search, this.settings.pageCountMax);
    await this.assessed.awaitAtLeast(search.atLeast);
    const { subjectId, recordId, rule, outcome, status, knownAt } = search;
    const page = await this.readModels.queries.findings.page({
      controllers,
      subjectId: subjectId?.toLowerCase(),
      recordId: recordId?.toLowerCase(),
      rules: rule,
      outcomes: outcome,
      statuses: status,
      knownAt: knownAt === undefined ? undefined : Date.parse(knownAt),
      ...paging,
    });
    await this.accessLog.record(accessesTo(page.items, principal), principal);
    const items = [];
    for (const version of page.items) items.push(await this.views.viewOf(version));
    return { items, ...(page.nextCursor === undefined ? {} : { next: page.nextCursor }) };
  }
}

@QueryHandler(FindingReading)
export class FindingReadingHandler implements IQueryHandler<FindingReading> {
  constructor(
    private readonly readModels: ReadModels,
    private readonly accessLog: AccessLog,
    private readonly views: FindingViews,
    private readonly words: FindingWords,
  ) {}

  async execute({ findingId, asked, principal }: FindingReading): Promise<FindingWithVersionsDto> {
    if (asked.words) assertPermission(principal, 'subjects:reveal');
    const versions = await this.readModels.queries.findings.versions(findingId);
    const latest = versions.at(-1);
    if (latest === undefined || !mayActFor(principal, latest.controllerId)) throw new ProblemError('notFound');
    await this.accessLog.record(
      [...accessesTo([latest], principal), ...(asked.words ? revealOf(versions, principal) : [])],
      principal,
    );
    const said = asked.words ? await this.words.of(versions) : new Map<number, string>();
    const shown = [];
    for (const version of versions) shown.push(await this.views.versionViewOf(version, said.get(version.number)));
    return { ...(await this.views.viewOf(latest)), versions: shown };
  }
}

function accessesTo(shown: readonly FindingVersion[], principal: Principal) {
  const role = roleFor(principal, 'findings:read');
  return accessesToShown(shown, FindingsRead, (itemCount) => ({ role, itemCount }));
}

function revealOf(versions: readonly FindingVersion[], principal: Principal) {
  const itemCount = versions.filter(({ sealed }) => sealed).length;
  const [first] = versions;
  if (itemCount === 0 || first?.subjectId === undefined) return [];
  const { controllerId, subjectId } = first;
  const role = roleFor(principal, 'subjects:reveal');
  return [accessTo({ controllerId, subjectId }, IdentifiersRevealed, { role, itemCount })];
}
