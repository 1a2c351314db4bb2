export * from './breach-regime.ts';
export * from './condition.ts';
export * from './deadline.ts';
export * from './law.ts';
export * from './period.ts';
export * from './rights-regime.ts';
export type * from './time-arithmetic.ts';
export * from './working-calendar.ts';
