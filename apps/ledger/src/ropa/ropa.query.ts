import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { RopaDto, RopaQueryDto } from './ropa.dto.ts';

export class RopaReading extends Query<RopaDto> {
  constructor(
    readonly asked: RopaQueryDto,
    readonly principal: Principal,
  ) {
    super();
  }
}
