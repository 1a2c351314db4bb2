import { Command } from '@nestjs/cqrs';
import type { EventDefinition } from '#libs/domain';
import type { Principal } from '../identity/index.ts';

/** Where a registration stands in the log; reads with `atLeast` this position know it. */
export interface Registered {
  readonly position: number;
}

/** Enter something in one of the ledger's own registries: once, under an id that nobody can take again. */
export class Registration extends Command<Registered> {
  constructor(
    readonly entry: {
      readonly definition: EventDefinition;
      /** One stream for each entry: its first event is the registration. */
      readonly streamName: string;
      readonly controllerId?: string;
      readonly fields: object;
    },
    readonly principal: Principal,
  ) {
    super();
  }
}
