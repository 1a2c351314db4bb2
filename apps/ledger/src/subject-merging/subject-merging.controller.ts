import { Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SubjectPathDto } from '../history/history.dto.ts';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody, DtoParams } from '../validation/index.ts';
import { SubjectMerging, type SubjectMerged } from './subject-merging.command.ts';
import { SubjectMergingDto } from './subject-merging.dto.ts';

@Controller('v1/subjects/:subjectId')
export class SubjectMergingController {
  constructor(private readonly commandBus: CommandBus) {}

  /** The other subject is the same person: read as one from now on. */
  @Post('merges')
  @HttpCode(201)
  @Requires('subjects:merge')
  async merge(
    @DtoParams(SubjectPathDto) path: SubjectPathDto,
    @DtoBody(SubjectMergingDto) body: SubjectMergingDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SubjectMerged> {
    return this.commandBus.execute(new SubjectMerging({ kind: 'merge', ...idsOf(path, body) }, principal));
  }

  /** It was not: each is read for itself again. */
  @Post('separations')
  @HttpCode(201)
  @Requires('subjects:merge')
  async separate(
    @DtoParams(SubjectPathDto) path: SubjectPathDto,
    @DtoBody(SubjectMergingDto) body: SubjectMergingDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SubjectMerged> {
    return this.commandBus.execute(new SubjectMerging({ kind: 'separate', ...idsOf(path, body) }, principal));
  }
}

const idsOf = ({ subjectId }: SubjectPathDto, { other, reason }: SubjectMergingDto) => ({
  into: subjectId.toLowerCase(),
  other: other.toLowerCase(),
  reason,
});
