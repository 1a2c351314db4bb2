import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Problem } from '#libs/sdk';

/** A line that was not recorded, and why. The record itself is not repeated: it holds personal data. */
export interface RefusedLine {
  readonly line: number;
  readonly problem: Pick<Problem, 'code' | 'title'> & Partial<Problem>;
}

/** The file of refusals beside an input, one JSON object a line; made with the first of them. */
export class RefusedLinesFile {
  readonly #file: string;
  #bytes: number;
  #descriptor: number | undefined;

  /** @param keepBytes What an interrupted run had written for the part that is not sent again; the rest is cut off. */
  constructor(file: string, keepBytes: number) {
    this.#file = file;
    this.#bytes = keepBytes;
    if (keepBytes === 0) rmSync(file, { force: true });
    else ftruncateSync(this.#open('r+'), keepBytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(refused: readonly RefusedLine[]): void {
    if (refused.length === 0) return;
    const text = Buffer.from(refused.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const descriptor = this.#open('w');
    for (let written = 0; written < text.length;) {
      const count = writeSync(descriptor, text, written, text.length - written, this.#bytes);
      written += count;
      this.#bytes += count;
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(flags: string): number {
    this.#descriptor ??= openSync(this.#file, flags, 0o600);
    return this.#descriptor;
  }
}
