/** How much each credential may do, and when somebody should ask why. Counted in memory: it must never refuse for want of it. */
export * from './lookup-watch.ts';
export * from './request-limit.guard.ts';
export * from './request-limits.ts';
