import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Vault } from '#libs/crypto-shredding';
import { SubjectLookedUp } from '#libs/domain';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { assertController, roleFor, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { assertControllerNamed } from '../registries/named-controller.ts';
import type { FoundSubjectDto, SubjectLookupDto } from './subject-lookup.dto.ts';

/** Which subject an identifier belongs to. */
export class SubjectLookup extends Query<FoundSubjectDto> {
  constructor(
    readonly wanted: SubjectLookupDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

@QueryHandler(SubjectLookup)
export class SubjectLookupHandler implements IQueryHandler<SubjectLookup> {
  constructor(
    private readonly vault: Vault,
    private readonly readModels: ReadModels,
    private readonly accessLog: AccessLog,
    private readonly parties: KnownParties,
  ) {}

  async execute({ wanted: { controllerId, identifier }, principal }: SubjectLookup): Promise<FoundSubjectDto> {
    assertController(principal, controllerId);
    // What was missed is recorded in its stream: one that is not registered must not come to have a stream.
    await assertControllerNamed(controllerId, this.parties);
    const found = await this.vault.find(controllerId, identifier);
    if (found === undefined) {
      await this.accessLog.recordMiss({ controllerId, missed: identifier }, principal);
      throw new ProblemError('notFound');
    }
    const subjectId = await this.readModels.queries.identity.survivorOf(found);
    const fields = { role: roleFor(principal, 'subjects:lookup'), identifierCount: 1 };
    await this.accessLog.record([accessTo({ controllerId, subjectId }, SubjectLookedUp, fields)], principal);
    return { subjectId };
  }
}
