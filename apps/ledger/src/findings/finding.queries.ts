import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { FindingPageDto, FindingSearchDto, FindingWithVersionsDto } from './findings.dto.ts';

/** A page of findings. */
export class FindingSearching extends Query<FindingPageDto> {
  constructor(
    readonly search: FindingSearchDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

/** One finding, and everything that was believed about it. */
export class FindingReading extends Query<FindingWithVersionsDto> {
  constructor(
    readonly findingId: string,
    readonly asked: { readonly words: boolean },
    readonly principal: Principal,
  ) {
    super();
  }
}
