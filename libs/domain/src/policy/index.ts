export type * from './jurisdiction-pack.ts';
export type * from './policy-pack.ts';
export * from './policy-schema.ts';
export * from './read-policy-pack.ts';
export * from './topic.ts';
