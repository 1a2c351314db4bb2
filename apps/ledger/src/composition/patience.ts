import { setTimeout as delay } from 'node:timers/promises';

/** How long a start waits for a server or another process of the ledger, in milliseconds. */
const PATIENCE_MS = 30_000;
/** Between two attempts, in milliseconds. */
const LOOK_EVERY_MS = 250;

/** One attempt that found its part away. */
export interface Waiting {
  readonly part: string;
  readonly code: string;
}

interface Patience {
  /** The part that is opened. */
  readonly for: string;
  /** Told once for each code in a row. */
  readonly onWaiting?: ((waiting: Waiting) => void) | undefined;
  /** A code that time may cure as well as `unavailable`. */
  readonly also?: string;
  readonly patienceMs?: number;
}

/**
 * Tries to open a part until it is there: what is started together does not come up in a given order.
 * @throws whatever the last attempt threw when patience is over, and at once what waiting does not cure.
 */
export async function patiently<T>(open: () => Promise<T>, patience: Patience): Promise<T> {
  const end = Date.now() + (patience.patienceMs ?? PATIENCE_MS);
  let told: string | undefined;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      const cures = code === 'unavailable' || (code !== undefined && code === patience.also);
      if (!cures || Date.now() > end) throw error;
      if (code !== told) patience.onWaiting?.({ part: patience.for, code: String(code) });
      told = String(code);
      await delay(LOOK_EVERY_MS);
    }
  }
}
