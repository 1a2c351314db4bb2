import { StreamHeads, type StreamHead } from './stream-heads.ts';

/** Streams of one generation; two are kept, some megabytes together. */
const GENERATION_SIZE = 10_000;

/**
 * Where the streams end that somebody has read to their end. Who asks over and over what came since, as a check does of a
 * policy and a company, is answered without a look into the file. Only for the store through which everything is appended:
 * it learns of each append before anybody else is told of it.
 */
export class StreamEnds {
  readonly #heads = new StreamHeads(GENERATION_SIZE);

  streamIdOf(streamName: string): number | undefined {
    return this.#heads.get(streamName)?.streamId;
  }

  /** Whether it is certain that there is nothing from this revision on. */
  isBeyond(streamName: string, revision: number): boolean {
    const head = this.#heads.get(streamName);
    return head !== undefined && revision > head.revision;
  }

  /** Somebody read, and there was nothing after this revision. */
  reached(streamName: string, head: StreamHead): void {
    const known = this.#heads.get(streamName);
    if (known === undefined) this.#heads.set(streamName, head);
    else known.revision = Math.max(known.revision, head.revision);
  }

  /** An append that is repeated tells of a revision that lies behind. */
  appended(streamName: string, revision: number): void {
    const known = this.#heads.get(streamName);
    if (known !== undefined) known.revision = Math.max(known.revision, revision);
  }

  /** Something may be in the log that nobody told of. */
  forget(): void {
    this.#heads.clear();
  }
}
