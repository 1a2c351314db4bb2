import { describeRows } from './harness/describe-rows.ts';
import { clientRows } from './rows/index.ts';

await describeRows(clientRows);
