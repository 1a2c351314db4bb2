/** How requests are refused: RFC 9457 problems, one catalogue, one filter. Nothing here may repeat what a caller sent. */
export * from './problem.ts';
export * from './problem-catalogue.ts';
export * from './problem-error.ts';
export * from './problem-mapping.ts';
export * from './problem-reply.ts';
export * from './problem.filter.ts';
export * from './route-table.ts';
