import { describeRows } from './harness/describe-rows.ts';
import { machineRows } from './rows/index.ts';

await describeRows(machineRows);
