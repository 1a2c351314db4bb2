import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpAdapter, Metrics, type LedgerHttp } from '../operations/index.ts';

const ARRIVAL_MS_MAX = 200;
const IN_FLIGHT_BYTES_MAX = 65_536;
const HALF = 'x'.repeat(40_000);

let http: LedgerHttp;
let metrics: Metrics;
let port: number;
let answerHeld: () => void;
const sockets: Socket[] = [];

beforeEach(async () => {
  metrics = new Metrics();
  http = createHttpAdapter({
    settings: {
      ...{ bodyBytesMax: 1_000_000, logLevel: 'silent' },
      ...{ inFlightBytesMax: IN_FLIGHT_BYTES_MAX, arrivalMsMax: ARRIVAL_MS_MAX },
    },
    metrics,
  });
  const server = http.adapter.getInstance();
  server.setErrorHandler((error, request, reply) => http.filter.answer(error, request, reply));
  const held = new Promise<void>((resolve) => (answerHeld = resolve));
  server.post('/held', async () => {
    await held;
    return 'done';
  });
  server.post('/quick', async () => 'done');
  server.get('/healthz', async () => 'alive');
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
});
afterEach(async () => {
  answerHeld();
  for (const socket of sockets) socket.destroy();
  await http.adapter.getInstance().close();
});

interface Sending {
  readonly socket: Socket;
  text: string;
}

async function sending(...parts: readonly string[]): Promise<Sending> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  const one = { socket, text: '' };
  socket.on('data', (bytes: Buffer) => (one.text += bytes.toString('latin1')));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  for (const part of parts) socket.write(part);
  return one;
}

const head = (path: string, length: number): string =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
const chunkedHead =
  'POST /quick HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 5))) {
    if (await isTrue()) return;
  }
  throw new Error('It did not happen in time.');
}

const inFlight = async (): Promise<number> => Number(/^pdl_in_flight_bytes (\d+)$/m.exec(await metrics.render())?.[1]);

describe('admission', () => {
  it('refuses by its announced length what there is no room for, takes it later, and always answers who watches', async () => {
    const first = await sending(head('/held', HALF.length + 2), `"${HALF}"`);
    await until(async () => (await inFlight()) > HALF.length);
    const second = await sending(head('/quick', HALF.length + 2));
    await until(() => second.text.includes('"code":"overloaded"'));
    expect(second.text).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n/i);
    const watcher = await sending('GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n');
    await until(() => watcher.text.endsWith('alive'));
    answerHeld();
    await until(() => first.text.endsWith('done'));
    await until(async () => (await inFlight()) === 0);
    const third = await sending(head('/quick', HALF.length + 2), `"${HALF}"`);
    await until(() => third.text.endsWith('done'));
    expect(await metrics.render()).toMatch(/^pdl_requests_overloaded_total 1$/m);
  });

  it('refuses in the midst of its body what never said how long it is', async () => {
    await sending(head('/held', HALF.length + 2), `"${HALF}"`);
    await until(async () => (await inFlight()) > HALF.length);
    const chunk = `${HALF.length.toString(16)}\r\n${HALF}\r\n`;
    const second = await sending(chunkedHead, chunk);
    await until(() => second.text.includes('"code":"overloaded"'));
    await until(() => second.socket.destroyed || second.socket.readableEnded);
    expect(second.text).toMatch(/^HTTP\/1\.1 503 /);
  });

  it('does not take announced bytes for arrived ones, and gives up on those that do not come', async () => {
    const slow = await sending(head('/quick', 60_000), '"');
    await until(async () => (await inFlight()) > 0);
    expect(await inFlight()).toBeLessThan(10_000);
    await until(() => slow.text.includes('"code":"requestTimeout"'));
    expect(slow.text).toMatch(/^HTTP\/1\.1 408 [^]*connection: close\r\n/i);
    await until(async () => (await inFlight()) === 0);
  });
});
