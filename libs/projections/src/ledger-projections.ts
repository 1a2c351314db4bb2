import { FindingsProjection } from './findings.projection.ts';
import { ConsentsProjection } from './consents.projection.ts';
import { HoldingsProjection } from './holdings.projection.ts';
import { MentionsProjection } from './mentions.projection.ts';
import { PoliciesProjection } from './policies.projection.ts';
import type { Projection } from './projection.ts';
import { RecordsProjection } from './records.projection.ts';
import { RegistriesProjection } from './registries.projection.ts';
import { SharingProjection } from './sharing.projection.ts';

/** All read models of the ledger, in the order in which they must be projected: holdings and mentions look records up. */
export function ledgerProjections(): readonly Projection[] {
  return [
    new RecordsProjection(),
    new HoldingsProjection(),
    new ConsentsProjection(),
    new SharingProjection(),
    new MentionsProjection(),
    new RegistriesProjection(),
    new PoliciesProjection(),
    new FindingsProjection(),
  ];
}
