/** What the ledger takes in, and what it refuses before memory or disk are used up. */
export * from './bytes-in-flight.ts';
export * from './disk-reserve.ts';
export * from './request-admission.ts';
