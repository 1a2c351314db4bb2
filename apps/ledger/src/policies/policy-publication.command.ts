import { Command } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { WrittenPolicy } from './policy-text.ts';

export interface PublishedVersion {
  readonly controllerId: string;
  readonly policyVersion: string;
  readonly effectiveFrom: string;
  /** Place in the log: reads with `atLeast` this position know it. */
  readonly position: number;
}

/** Have a version of a company's policy count from an instant on. */
export class PolicyPublication extends Command<PublishedVersion> {
  constructor(
    readonly policy: WrittenPolicy,
    readonly principal: Principal,
  ) {
    super();
  }
}
