import { connect } from 'node:net';

/** Bytes to send, and how. */
export interface RawRequest {
  readonly bytes: Buffer;
  /** In so many pieces, with a pause between them. */
  readonly pieces?: number;
  /** Goes away so long after the bytes, in milliseconds, answered or not: what was sent is no whole request. */
  readonly leavesAfterMs?: number;
}

export interface RawAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly whole: Buffer;
}

const PAUSE_MS = 3;
/** Far longer than any answer takes, far shorter than the patience of a test. */
const ANSWER_MS_MAX = 20_000;

/**
 * One request on a connection of its own, byte for byte: no client that would mend it.
 * @returns the answer; `undefined` where none came before the connection was closed
 */
export function exchangeRaw(
  port: number,
  { bytes, pieces = 1, leavesAfterMs }: RawRequest,
): Promise<RawAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const received: Buffer[] = [];
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer within ${ANSWER_MS_MAX} ms, after ${Buffer.concat(received).length} bytes`));
    }, ANSWER_MS_MAX);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    // A reset is one way of the server's to refuse what is still being sent; what it said before counts.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      resolve(answerIn(Buffer.concat(received)));
    });
    socket.on('connect', () => {
      void sendInPieces(bytes, pieces, (piece) => socket.write(piece)).then(() => {
        if (leavesAfterMs !== undefined) setTimeout(() => socket.destroy(), leavesAfterMs);
      });
    });
  });
}

async function sendInPieces(bytes: Buffer, pieces: number, send: (piece: Buffer) => void): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let from = 0; from < bytes.length; from += size) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    send(bytes.subarray(from, from + size));
  }
}

function answerIn(whole: Buffer): RawAnswer | undefined {
  const end = whole.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [statusLine = '', ...lines] = whole.toString('latin1', 0, end).split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const rest = whole.subarray(end + 4);
  const body = headers.get('transfer-encoding') === 'chunked' ? unchunked(rest) : rest.toString('utf8');
  return { status: Number(statusLine.split(' ')[1]), headers, body, whole };
}

function unchunked(bytes: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (lineEnd === -1 || !(size > 0)) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts).toString('utf8');
}
