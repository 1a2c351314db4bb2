import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { RecipientRelationsDto, RecipientRelationsQueryDto } from './recipient-relations.dto.ts';

/** A page of the recipients of a company, with what they were given and what binds them. */
export class RecipientRelationsReading extends Query<RecipientRelationsDto> {
  constructor(
    readonly controllerId: string,
    readonly wanted: RecipientRelationsQueryDto,
    readonly principal: Principal,
  ) {
    super();
  }
}
