import { describeRows } from './harness/describe-rows.ts';
import { consumerRows } from './rows/index.ts';

await describeRows(consumerRows);
