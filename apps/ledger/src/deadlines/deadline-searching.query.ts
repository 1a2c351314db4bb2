import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { DeadlineSearchDto } from './deadline-search.dto.ts';
import type { DeadlinePageDto } from './deadlines.dto.ts';

/** A page of deadlines, by urgency. */
export class DeadlineSearching extends Query<DeadlinePageDto> {
  constructor(
    readonly search: DeadlineSearchDto,
    readonly principal: Principal,
  ) {
    super();
  }
}
