import { Command } from '@nestjs/cqrs';
import type { FindingStep } from '#libs/domain';
import type { Principal } from '../identity/index.ts';
import type { WantedRevisions } from './if-match.ts';

/** Where a step came to stand. */
export interface FindingHandled {
  readonly position: number;
}

/** Explain, resolve or accept a finding, as it was read. */
export class FindingHandling extends Command<FindingHandled> {
  constructor(
    readonly findingId: string,
    readonly step: { readonly step: FindingStep; readonly text: string; readonly ifRevision: WantedRevisions },
    readonly principal: Principal,
  ) {
    super();
  }
}
