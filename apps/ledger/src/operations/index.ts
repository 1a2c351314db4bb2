/** What whoever runs the ledger needs: health, readiness, metrics, logs, an orderly end. Nothing personal in any of it. */
export * from './error-description.ts';
export * from './fastify-options.ts';
export * from './http-adapter.ts';
export * from './metrics.ts';
export * from './nest-logger.ts';
export * from './operations.controller.ts';
export * from './readiness.ts';
export * from './request-observation.ts';
export * from './shutdown.ts';
