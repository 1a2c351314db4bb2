import { Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SubjectPathDto } from '../history/history.dto.ts';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody, DtoParams } from '../validation/index.ts';
import { SubjectMerging } from './subject-merging.command.ts';
import { DescribeMergeSubjects, DescribeSeparateSubjects } from './subject-merging.documentation.ts';
import { SubjectMergingDto, type MergedSubjectDto } from './subject-merging.dto.ts';

@ApiTags('subjects')
@Controller('v1/subjects/:subjectId')
export class SubjectMergingController {
  constructor(private readonly commandBus: CommandBus) {}

  /** The other subject is the same person: read as one from now on. */
  @Post('merges')
  @DescribeMergeSubjects()
  @HttpCode(201)
  @Requires('subjects:merge')
  async mergeSubjects(
    @DtoParams(SubjectPathDto) path: SubjectPathDto,
    @DtoBody(SubjectMergingDto) body: SubjectMergingDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<MergedSubjectDto> {
    return this.commandBus.execute(new SubjectMerging({ kind: 'merge', ...idsOf(path, body) }, principal));
  }

  /** It was not: each is read for itself again. */
  @Post('separations')
  @DescribeSeparateSubjects()
  @HttpCode(201)
  @Requires('subjects:merge')
  async separateSubjects(
    @DtoParams(SubjectPathDto) path: SubjectPathDto,
    @DtoBody(SubjectMergingDto) body: SubjectMergingDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<MergedSubjectDto> {
    return this.commandBus.execute(new SubjectMerging({ kind: 'separate', ...idsOf(path, body) }, principal));
  }
}

const idsOf = ({ subjectId }: SubjectPathDto, { other, reason }: SubjectMergingDto) => ({
  into: subjectId.toLowerCase(),
  other: other.toLowerCase(),
  reason,
});
