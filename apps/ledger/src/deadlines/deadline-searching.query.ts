import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { DeadlinePageDto, DeadlineSearchDto } from './deadlines.dto.ts';

/** A page of deadlines, by urgency. */
export class DeadlineSearching extends Query<DeadlinePageDto> {
  constructor(
    readonly search: DeadlineSearchDto,
    readonly principal: Principal,
  ) {
    super();
  }
}
