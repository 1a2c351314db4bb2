import { Query } from '@nestjs/cqrs';
import type { Verdict } from '#libs/domain';
import type { Principal } from '../identity/index.ts';
import type { CheckDto } from './checks.dto.ts';

/** What something would come to, before it is done. */
export class Checking extends Query<Verdict> {
  constructor(
    readonly check: CheckDto,
    readonly principal: Principal,
  ) {
    super();
  }
}
