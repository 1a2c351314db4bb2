import { isUtf8 } from 'node:buffer';

/** One line of the input, counted from 1. Without `text` it was longer than allowed, or has the fault named. */
export interface InputLine {
  readonly line: number;
  readonly text?: string;
  /** Bytes of another encoding would all become the same sign, and different people one. */
  readonly fault?: 'notUtf8';
}

export interface LineBatch {
  /** The non-empty ones. */
  readonly lines: readonly InputLine[];
  /** Where the next batch begins. */
  readonly end: InputPlace;
}

export interface InputPlace {
  readonly byteOffset: number;
  /** Lines before it. */
  readonly line: number;
}

export interface LineBatchLimits {
  readonly linesMax: number;
  /** A batch ends with the line that reaches this. */
  readonly bytesMax: number;
  readonly lineBytesMax: number;
}

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/** Lines of a byte stream in batches. Memory holds one batch and one chunk, whatever the lines' length. */
export async function* lineBatches(
  input: AsyncIterable<Buffer>,
  limits: LineBatchLimits,
  start: InputPlace = { byteOffset: 0, line: 0 },
): AsyncGenerator<LineBatch> {
  const batch = new BatchBuilder(limits, start);
  for await (const chunk of input) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      batch.keep(chunk.subarray(from, at), { withNewline: true });
      batch.endLine();
      from = at + 1;
      if (batch.isFull) yield batch.take();
    }
    if (from < chunk.length) batch.keep(chunk.subarray(from), { withNewline: false });
  }
  if (batch.isInLine) batch.endLine();
  if (!batch.isEmpty) yield batch.take();
}

class BatchBuilder {
  readonly #limits: LineBatchLimits;
  #place: InputPlace;
  #lines: InputLine[] = [];
  #bytes = 0;
  #offset: number;
  #line: number;
  #parts: Buffer[] = [];
  #lineBytes = 0;

  constructor(limits: LineBatchLimits, start: InputPlace) {
    this.#limits = limits;
    this.#place = start;
    this.#offset = start.byteOffset;
    this.#line = start.line;
  }

  get isFull(): boolean {
    return this.#lines.length >= this.#limits.linesMax || this.#bytes >= this.#limits.bytesMax;
  }

  get isInLine(): boolean {
    return this.#lineBytes > 0;
  }

  /** Nothing to tell: not even that empty lines were passed. */
  get isEmpty(): boolean {
    return this.#place.line === this.#line;
  }

  keep(part: Buffer, { withNewline }: { readonly withNewline: boolean }): void {
    this.#lineBytes += part.length;
    this.#offset += part.length + (withNewline ? 1 : 0);
    if (this.#lineBytes <= this.#limits.lineBytesMax) this.#parts.push(part);
    else this.#parts = [];
  }

  endLine(): void {
    this.#line += 1;
    if (this.#lineBytes > this.#limits.lineBytesMax) {
      this.#lines.push({ line: this.#line });
    } else {
      const text = this.#textOfLine();
      if (text === undefined) this.#lines.push({ line: this.#line, fault: 'notUtf8' });
      else if (text !== '') this.#lines.push({ line: this.#line, text });
      this.#bytes += this.#lineBytes;
    }
    this.#parts = [];
    this.#lineBytes = 0;
  }

  take(): LineBatch {
    this.#place = { byteOffset: this.#offset, line: this.#line };
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    return { lines, end: this.#place };
  }

  #textOfLine(): string | undefined {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    if (!isUtf8(bytes)) return undefined;
    const text = bytes.toString('utf8').trim();
    return this.#line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  }
}
