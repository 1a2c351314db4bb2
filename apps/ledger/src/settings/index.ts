/** What can be set from outside, read and validated once at start-up. */
export * from './load-settings.ts';
export * from './loopback.ts';
export * from './oidc.settings.ts';
export * from './oidc-validation.ts';
export * from './request-limits.settings.ts';
export * from './settings.ts';
export * from './settings-error.ts';
export * from './settings-table.ts';
export { retryScheduleOf } from './webhooks.settings.ts';
