import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export interface Load {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Each asks one thing at a time and stays open. */
  readonly connections: number;
  /** Whole requests, as `httpRequest` writes them. */
  readonly requests: readonly Buffer[];
  /** At once when an answer is complete; what it throws ends the load. */
  readonly onAnswer?: (answer: Answer) => void;
}

export interface LoadResult {
  readonly seconds: number;
  /** From writing the request until its answer is complete; one each, in no order. */
  readonly milliseconds: readonly number[];
}

const HEAD_END = '\r\n\r\n';

/** One request with all its bytes, so that nothing but the socket is left for the timed part. */
export function httpRequest(options: {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
}): Buffer {
  const { method, path, token, body = '' } = options;
  const content =
    body === '' ? '' : `content-type: application/json\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n`;
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n${content}\r\n${body}`,
  );
}

/**
 * Sends requests as fast as they are answered. A client of our own, since the general ones take as much processor as
 * the service they are to measure, and on two cores that is the service's.
 * @throws Error with status and beginning of the body on an answer that is no success
 */
export async function runLoad({ url, connections, requests, onAnswer }: Load): Promise<LoadResult> {
  const { port } = new URL(url);
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(Number(port))));
  const milliseconds: number[] = [];
  let next = 0;
  const begun = performance.now();
  try {
    await Promise.all(
      open.map(async (connection) => {
        for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
          const sent = performance.now();
          const answer = await connection.ask(request);
          milliseconds.push(performance.now() - sent);
          assertSuccess(answer);
          onAnswer?.(answer);
        }
      }),
    );
    return { seconds: (performance.now() - begun) / 1_000, milliseconds };
  } finally {
    for (const connection of open) connection.close();
  }
}

function assertSuccess({ status, body }: Answer): void {
  if (status === 200 || status === 201) return;
  throw new Error(`The service answered ${String(status)}: ${body.toString('utf8', 0, 500)}`);
}

class Connection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #length = 0;
  #lengthWanted = 0;
  #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('The service closed a connection.')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#length += chunk.length;
    if (this.#lengthWanted === 0) this.#lengthWanted = lengthOf(this.#head());
    if (Number.isNaN(this.#lengthWanted)) {
      this.#waiting?.reject(new Error('The answer does not tell its length: this client cannot read it.'));
      return;
    }
    if (this.#lengthWanted === 0 || this.#length < this.#lengthWanted) return;
    const bytes = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    const waiting = this.#waiting;
    this.#received = [];
    this.#length = 0;
    this.#lengthWanted = 0;
    this.#waiting = undefined;
    // "HTTP/1.1 201 …"
    const status = Number(bytes.toString('latin1', 9, 12));
    waiting?.resolve({ status, body: bytes.subarray(bytes.indexOf(HEAD_END) + HEAD_END.length) });
  }

  #head(): string {
    const bytes = this.#received.length === 1 ? this.#received[0] : Buffer.concat(this.#received);
    const end = bytes?.indexOf(HEAD_END) ?? -1;
    return end === -1 ? '' : (bytes?.toString('latin1', 0, end + HEAD_END.length) ?? '');
  }
}

/** Of the whole answer; 0 while its head is not complete, NaN when that does not tell. */
function lengthOf(head: string): number {
  return head === '' ? 0 : head.length + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
}
