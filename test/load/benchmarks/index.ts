import type { MakeBenchmark } from '../benchmark.ts';
import { readModelsOnPostgres } from './postgres-read-models.ts';
import { soak } from './soak.ts';
import { batchesOfKnownSubjects } from './t1-batches.ts';
import { batchesOfNewSubjects } from './t1-new-subjects.ts';
import { singleRecords } from './t2-single-records.ts';
import { batchesOnEventStoreDb } from './t3-eventstoredb.ts';
import { rebuild } from './t5-rebuild.ts';
import { history } from './t6-history.ts';
import { assessment } from './t9-assessment.ts';
import { checks } from './t9-checks.ts';
import { growth } from './t10-growth.ts';

/** In the order in which they run: what lets the service write comes before what needs its folder to itself. */
export const BENCHMARKS: readonly MakeBenchmark[] = [
  batchesOfKnownSubjects,
  batchesOfNewSubjects,
  singleRecords,
  batchesOnEventStoreDb,
  assessment,
  checks,
  rebuild,
  history,
  readModelsOnPostgres,
  growth,
  soak,
];
