import type { ClockWorld } from '#libs/domain';
import { DEADLINES, DeadlinesProjection } from './deadlines.projection.ts';
import { FindingsProjection } from './findings.projection.ts';
import { ConsentsProjection } from './consents.projection.ts';
import { HoldingsProjection } from './holdings.projection.ts';
import { MentionsProjection } from './mentions.projection.ts';
import { PoliciesProjection } from './policies.projection.ts';
import type { Projection, ProjectionVersion } from './projection.ts';
import { RecordsProjection } from './records.projection.ts';
import { RegistriesProjection } from './registries.projection.ts';
import { SharingProjection } from './sharing.projection.ts';
import { WebhooksProjection } from './webhooks.projection.ts';

/**
 * All read models of the ledger, in the order in which they must be projected: holdings and mentions look records
 * up, deadlines look records and policies up.
 *
 * @param clocks What deadlines are counted with.
 */
export function ledgerProjections(clocks: ClockWorld): readonly Projection[] {
  return [...timeless(), new DeadlinesProjection(clocks)];
}

/** Names and versions of all read models, for whoever only reads them. */
export function ledgerProjectionVersions(): readonly ProjectionVersion[] {
  return [...timeless(), DEADLINES];
}

const timeless = (): readonly Projection[] => [
  new RecordsProjection(),
  new HoldingsProjection(),
  new ConsentsProjection(),
  new SharingProjection(),
  new MentionsProjection(),
  new RegistriesProjection(),
  new PoliciesProjection(),
  new FindingsProjection(),
  new WebhooksProjection(),
];
