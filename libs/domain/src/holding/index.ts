export * from './holding-mark.ts';
export * from './holdings-from.ts';
