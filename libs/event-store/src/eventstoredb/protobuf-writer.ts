/** `event_store.client.UUID` with its field `string`. */
const UUID_STRING = 0x12;
const UUID_TEXT_LENGTH = 36;
/** Of the message without its head. */
export const UUID_LENGTH = 2 + UUID_TEXT_LENGTH;

/** Writes into a buffer whose length was reckoned before. */
export class ProtobufWriter {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(length: number) {
    this.#buffer = Buffer.allocUnsafe(length);
  }

  number(tag: number, value: number): void {
    this.#buffer[this.#at++] = tag;
    this.#varint(value);
  }

  head(tag: number, length: number): void {
    this.number(tag, length);
  }

  raw(bytes: Buffer): void {
    this.#at += bytes.copy(this.#buffer, this.#at);
  }

  bytes(tag: number, bytes: Buffer): void {
    this.head(tag, bytes.length);
    this.raw(bytes);
  }

  text(tag: number, length: number, text: string): void {
    this.head(tag, length);
    this.#at += this.#buffer.write(text, this.#at, 'utf8');
  }

  uuid(tag: number, uuid: string): void {
    this.head(tag, UUID_LENGTH);
    this.head(UUID_STRING, UUID_TEXT_LENGTH);
    this.#at += this.#buffer.write(uuid, this.#at, 'latin1');
  }

  done(): Buffer {
    if (this.#at !== this.#buffer.length) throw new Error('A message has another length than was reckoned');
    return this.#buffer;
  }

  #varint(value: number): void {
    let left = value;
    for (; left > 0x7f; left = Math.floor(left / 0x80)) this.#buffer[this.#at++] = (left % 0x80) | 0x80;
    this.#buffer[this.#at++] = left;
  }
}

export function varintLength(value: number): number {
  let length = 1;
  for (let left = value; left > 0x7f; left = Math.floor(left / 0x80)) length++;
  return length;
}

export const fieldLength = (length: number): number => 1 + varintLength(length) + length;
