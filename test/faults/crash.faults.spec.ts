import { describeRows } from './harness/describe-rows.ts';
import { crashRows } from './rows/index.ts';

await describeRows(crashRows);
