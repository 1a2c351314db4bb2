/** How events come to be: encoded by the domain, sealed by the vault, stamped by the clock. */
export * from './clock.ts';
export * from './event-sealer.ts';
