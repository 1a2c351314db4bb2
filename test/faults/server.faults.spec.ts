import { describeRows } from './harness/describe-rows.ts';
import { serverRows } from './rows/index.ts';

await describeRows(serverRows);
