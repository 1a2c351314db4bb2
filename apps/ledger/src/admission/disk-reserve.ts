import { statfsSync } from 'node:fs';

/** Between two looks, in milliseconds: in that time no disk takes in more than a part of any sensible reserve. */
const LOOK_EVERY_MS = 100;

/**
 * Space that reports may not use. A disk that is full to the last block could not take in who reads what either, and
 * then nobody could read: reports are refused while there is still room for that.
 */
export class DiskReserve {
  readonly #paths: readonly string[];
  readonly #reserveBytes: number;
  #freeBytes: number | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param paths files or folders; each may lie on a disk of its own. One that is not there does not count. */
  constructor(paths: readonly string[], reserveBytes: number) {
    this.#paths = paths;
    this.#reserveBytes = reserveBytes;
  }

  get isUsedUp(): boolean {
    const { freeBytes } = this;
    return freeBytes !== undefined && freeBytes < this.#reserveBytes;
  }

  /** On the fullest of the disks; `undefined` where nothing is kept on one. */
  get freeBytes(): number | undefined {
    const now = performance.now();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = now;
      const free = this.#paths.flatMap(freeBytesUnder);
      this.#freeBytes = free.length === 0 ? undefined : Math.min(...free);
    }
    return this.#freeBytes;
  }
}

function freeBytesUnder(path: string): number[] {
  try {
    const { bavail, bsize } = statfsSync(path);
    return [bavail * bsize];
  } catch {
    return [];
  }
}
