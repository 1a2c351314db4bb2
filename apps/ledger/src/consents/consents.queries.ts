import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { ConsentsDto, ConsentsQueryDto, SubjectConsentsQueryDto } from './consents.dto.ts';

/** A page of one person's consents. */
export class SubjectConsentsReading extends Query<ConsentsDto> {
  constructor(
    readonly subjectId: string,
    readonly wanted: SubjectConsentsQueryDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

/** A page of the consents of the people of one or several companies. */
export class ConsentsSearching extends Query<ConsentsDto> {
  constructor(
    readonly wanted: ConsentsQueryDto,
    readonly principal: Principal,
  ) {
    super();
  }
}
