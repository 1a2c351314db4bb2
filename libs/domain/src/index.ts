/**
 * The rules of the ledger as functions over data: what can be recorded, how it is encoded, what it means.
 * It must never read a clock, draw a random number, do I/O or import a package.
 */
export * from './access/index.ts';
export * from './assessment/index.ts';
export * from './backup/index.ts';
export * from './breach/index.ts';
export * from './codec.ts';
export * from './consent/index.ts';
export * from './content.ts';
export * from './countries.ts';
export * from './deadline/index.ts';
export * from './definitions.ts';
export * from './domain-error.ts';
export * from './envelope.ts';
export type * from './event-definition.ts';
export * from './fault.ts';
export * from './fields.ts';
export * from './holding/index.ts';
export * from './identity/index.ts';
export * from './named.ts';
export * from './json-schema.ts';
export * from './opened.ts';
export * from './policy/index.ts';
export * from './policy-pack/index.ts';
export * from './predicates.ts';
export * from './processing/index.ts';
export * from './recipient/index.ts';
export * from './record-report.ts';
export * from './register/index.ts';
export * from './registry/index.ts';
export * from './restriction/index.ts';
export * from './rights-request/index.ts';
export * from './scalars.ts';
export * from './sensitivity.ts';
export * from './stored-event.ts';
export * from './vocabulary.ts';
export * from './webhook/index.ts';
