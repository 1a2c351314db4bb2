import type { FaultRow } from '../harness/fault-row.ts';
import { clockRow } from './clock.row.ts';
import { damageRow } from './damage.row.ts';
import { diskFullRow } from './disk-full.row.ts';
import { eventStoreDoubleRow, eventStoreServerRow } from './event-store.row.ts';
import { failedSyncRow } from './failed-sync.row.ts';
import { killAtStepRow } from './kill-at-step.row.ts';
import { killRow } from './kill.row.ts';
import { networkRow } from './network.row.ts';
import { overloadRow } from './overload.row.ts';
import { poisonRow } from './poison.row.ts';
import { postgresRow, retryStormReplicasRow } from './postgres.row.ts';
import { powerCutRow } from './power-cut.row.ts';
import { retryStormRow } from './retry-storm.row.ts';
import { revisionsRow } from './revisions.row.ts';
import { slowConsumerRow } from './slow-consumer.row.ts';

/** Ends that nobody asked for. */
export const crashRows: readonly FaultRow[] = [killRow, killAtStepRow, powerCutRow];

/** Disks and clocks that do not do what they should. */
export const machineRows: readonly FaultRow[] = [diskFullRow, failedSyncRow, damageRow, clockRow];

/** Clients that repeat, race, break off, and come in crowds. */
export const clientRows: readonly FaultRow[] = [
  retryStormRow,
  retryStormReplicasRow,
  revisionsRow,
  networkRow,
  overloadRow,
];

/** Read models that stand still, and events they cannot take in. */
export const consumerRows: readonly FaultRow[] = [slowConsumerRow, poisonRow];

/** Servers that fail. */
export const serverRows: readonly FaultRow[] = [eventStoreDoubleRow, eventStoreServerRow, postgresRow];

/** In the order of the table in docs/faults.md. */
export const faultRows: readonly FaultRow[] = [
  ...crashRows,
  ...machineRows,
  ...clientRows,
  ...consumerRows,
  ...serverRows,
];
