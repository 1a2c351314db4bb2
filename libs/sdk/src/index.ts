/**
 * A client of the ledger for services: typed calls, batches, retries that never record anything twice, streams.
 * It runs in Node and in browsers, and imports no other library of this repository. It must never log or put into
 * an error what was sent.
 */
export { createLedgerClient, LedgerClient } from './ledger-client.ts';
export type { LedgerClientOptions, RequestOptions } from './ledger-client.ts';
export { LedgerError } from './ledger-error.ts';
export type { ConnectionErrorCode, LedgerErrorCode } from './ledger-error.ts';
export type { RecordOutcome } from './record-batch.ts';
export type { RecordManyResult } from './record-many.ts';
export type { RetryPolicy } from './retry.ts';
export type * from './wire.ts';
