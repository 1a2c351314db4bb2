import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpAdapter, type LedgerHttp } from './http-adapter.ts';
import { Metrics } from './metrics.ts';

const canary = 'alice.example.com';
const DEADLINE_MS = 5_000;

let http: LedgerHttp;
let logged: string[];
let port: number;

beforeEach(async () => {
  logged = [];
  http = createHttpAdapter({
    settings: { bodyBytesMax: 1_000, inFlightBytesMax: 1_000_000, arrivalMsMax: 5_000, logLevel: 'trace' },
    metrics: new Metrics(),
    logTo: { write: (line) => void logged.push(line) },
  });
  const server = http.adapter.getInstance();
  server.get('/streamed', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/plain' });
    reply.raw.write('begun');
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
});
afterEach(() => http.adapter.getInstance().close());

/** Everything the server sends until it ends the connection. */
async function answerTo(...parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error('no answer in time')));
  socket.on('data', (part: Buffer) => (text += part.toString('utf8')));
  for (const part of parts) {
    socket.write(part);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (!socket.destroyed) await once(socket, 'close');
  return text;
}

describe('what is no request', () => {
  it.each([
    ['a header of 20 kB', `GET / HTTP/1.1\r\nhost: a\r\nx-a: ${canary.repeat(1_200)}\r\n\r\n`, 431, 'headersTooLarge'],
    ['an address of 20 kB', `GET /${canary.repeat(1_200)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431, 'headersTooLarge'],
    ['another protocol', `${canary} hello\r\n\r\n`, 400, 'invalidRequest'],
    ['another expectation', `GET / HTTP/1.1\r\nhost: a\r\nexpect: ${canary}\r\n\r\n`, 417, 'expectationFailed'],
    ['a header without a name', `GET / HTTP/1.1\r\nhost: a\r\n: ${canary}\r\n\r\n`, 400, 'invalidRequest'],
  ])('is answered with a problem that repeats nothing: %s', async (_what, sent, status, code) => {
    const answer = await answerTo(sent);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    expect(head).toContain('cache-control: no-store');
    const problem = JSON.parse(body) as { readonly requestId: string };
    expect(problem).toMatchObject({ status, code, type: `https://personal-data-ledger.org/problems/${code}` });
    const line = logged.find((one) => one.includes(problem.requestId));
    expect(line).toContain(`"status":${status}`);
    expect(answer + logged.join('')).not.toContain(canary);
  });

  it('is refused with a problem where it names no host', async () => {
    const answer = await answerTo(`GET /${canary} HTTP/1.1\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalidHeader"');
    expect(answer).not.toContain(canary);
  });

  it('ends an answer that has begun, and writes no other into it', async () => {
    const answer = await answerTo('GET /streamed HTTP/1.1\r\nhost: a\r\n\r\n', `${canary}\r\n\r\n`);
    expect(answer).toContain('begun');
    expect(answer).not.toContain('problem+json');
  });
});
