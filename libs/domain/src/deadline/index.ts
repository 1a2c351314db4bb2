export * from './deadline.ts';
export * from './period.ts';
export type * from './time-arithmetic.ts';
export * from './working-calendar.ts';
