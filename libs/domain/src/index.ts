/**
 * The rules of the ledger as functions over data: what can be recorded, how it is encoded, what it means.
 * It must never read a clock, draw a random number, do I/O or import a package.
 */
export * from './event-definition.ts';
export * from './stored-event.ts';
