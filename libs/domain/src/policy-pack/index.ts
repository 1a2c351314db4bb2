export type * from './jurisdiction-pack.ts';
export * from './pack-schema.ts';
export type * from './policy-pack.ts';
export * from './policy-remarks.ts';
export * from './policy-times.ts';
export * from './read-pack.ts';
export * from './topic.ts';
export * from './usable-zone.ts';
