import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A client that does what no library would: sends byte by byte, stops in the middle, does not read. */
export class RawConnection {
  readonly #socket: Socket;
  readonly closed: Promise<void>;
  /** What came back. */
  text = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
  }

  static async to(baseUrl: string): Promise<RawConnection> {
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  read(): void {
    this.#socket.on('data', (bytes: Buffer) => (this.text += bytes.toString('latin1')));
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  /** A byte at a time, until all is sent or the other side has had enough. */
  async trickle(text: string, everyMs: number): Promise<void> {
    for (const byte of text) {
      if (this.#socket.destroyed || this.#socket.writableEnded) return;
      this.#socket.write(byte);
      await wait(everyMs);
    }
  }

  /** Some of what waits, and no more. */
  readSome(bytes: number): void {
    this.#socket.read(bytes);
  }

  /** As a cable that is pulled, or a process that is killed. */
  cut(): void {
    this.#socket.resetAndDestroy();
  }
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly headers?: { readonly [name: string]: string };
}

/** Line and headers, without a body. */
export function requestHead({ method, path, token, headers = {} }: RawRequest): string {
  const all = { host: '127.0.0.1', authorization: `Bearer ${token}`, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
