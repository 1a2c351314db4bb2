import type { FaultRow } from '../harness/fault-row.ts';
import { clockRow } from './clock.row.ts';
import { damageRow } from './damage.row.ts';
import { diskFullRow } from './disk-full.row.ts';
import { failedSyncRow } from './failed-sync.row.ts';
import { killAtStepRow } from './kill-at-step.row.ts';
import { killRow } from './kill.row.ts';
import { networkRow } from './network.row.ts';
import { overloadRow } from './overload.row.ts';
import { poisonRow } from './poison.row.ts';
import { powerCutRow } from './power-cut.row.ts';
import { retryStormRow } from './retry-storm.row.ts';
import { revisionsRow } from './revisions.row.ts';
import { slowConsumerRow } from './slow-consumer.row.ts';

/** In the order of the table in docs/faults.md. */
export const faultRows: readonly FaultRow[] = [killRow, killAtStepRow, powerCutRow, diskFullRow, failedSyncRow, damageRow, clockRow, retryStormRow, revisionsRow, networkRow, slowConsumerRow, poisonRow, overloadRow];
