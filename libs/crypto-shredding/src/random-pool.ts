import { randomFillSync } from 'node:crypto';

/** Bytes. One call into the operating system's generator for about 1,300 initialisation vectors; a call for each costs 1.5 µs. */
const POOL_BYTES = 16_384;

const pool = Buffer.allocUnsafeSlow(POOL_BYTES);
let used = POOL_BYTES;

/** Write random bytes over the whole of `target` (at most 1,024 bytes). What was handed out is wiped from the pool. */
export function fillRandom(target: Uint8Array): void {
  if (used + target.length > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(target, 0, used, used + target.length);
  pool.fill(0, used, used + target.length);
  used += target.length;
}

/** 256 random bits. */
export function randomKey(): Uint8Array {
  const key = new Uint8Array(32);
  fillRandom(key);
  return key;
}
