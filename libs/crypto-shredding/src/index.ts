/**
 * Subject keys, blind index and sealing: what makes an immutable log erasable.
 * It must never know the event store, nor write an identifier or a key anywhere in clear.
 */
export * from './vault.ts';
export * from './key-wrapper.ts';
