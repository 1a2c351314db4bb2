import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLedgerClient, type LedgerClient, type LedgerClientOptions } from './ledger-client.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>;

const REPORT = {
  type: 'PersonalDataUsed',
  controllerId: 'clex',
  occurredAt: '2026-01-01T00:00:00Z',
  data: {},
};
const RECEIPT = { id: '018f0000-0000-7000-8000-000000000000', revision: 0, position: 3 };

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly auth: string;
  readonly mediaType: string;
}

/** A ledger that answers each request with the next of `answers`, the last one for ever. */
async function serve(
  answers: readonly Answer[],
  options: Partial<LedgerClientOptions> = {},
): Promise<{
  readonly client: LedgerClient;
  readonly requests: SeenRequest[];
}> {
  const requests: SeenRequest[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, body, auth: headers.authorization ?? '', mediaType: headers['content-type'] ?? '' });
    await answers[Math.min(requests.length, answers.length) - 1]?.(request, response, body);
  };
  server = createServer((request, response) => void respond(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const retry = { attemptsMax: 4, firstPauseMs: 5, pauseMsMax: 20 };
  const client = createLedgerClient({
    baseUrl: `http://127.0.0.1:${String(port)}`,
    token: 'secret',
    retry,
    ...options,
  });
  return { client, requests };
}

const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(value));
  };

const problem = (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  json(
    status,
    { type: `https://personal-data-ledger.org/problems/${code}`, title: 'A problem', status, code },
    headers,
  );

const hangUp: Answer = (request) => {
  request.socket.destroy();
};

describe('the client', () => {
  it('reports an act with its token and answers the receipt', async () => {
    const { client, requests } = await serve([json(201, RECEIPT, { 'idempotency-replayed': 'true' })]);
    expect(await client.record(REPORT)).toEqual({ ...RECEIPT, replayed: true });
    expect(requests).toMatchObject([{ method: 'POST', url: '/v1/records', auth: 'Bearer secret' }]);
  });

  it('sends the very same report again after a broken connection and a 503', async () => {
    const { client, requests } = await serve([hangUp, problem(503, 'unavailable'), json(201, RECEIPT)]);
    expect(await client.record(REPORT)).toEqual({ ...RECEIPT, replayed: false });
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
    expect(JSON.parse(requests[0]!.body)).toEqual({ ...REPORT, id: expect.any(String) });
  });

  it('waits as long as Retry-After says', async () => {
    const { client } = await serve([problem(429, 'tooManyRequests', { 'retry-after': '1' }), json(201, RECEIPT)]);
    const begun = performance.now();
    await client.record(REPORT);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(990);
  });

  it('throws the problem of a refusal, at once', async () => {
    const { client, requests } = await serve([problem(422, 'invalidRecord')]);
    await expect(client.record(REPORT)).rejects.toMatchObject({
      name: 'LedgerError',
      code: 'invalidRecord',
      status: 422,
      problem: { title: 'A problem' },
    });
    expect(requests).toHaveLength(1);
  });

  it('throws unreachable where nothing listens, and nothing of what was sent', async () => {
    const { client } = await serve([hangUp]);
    const error: unknown = await client
      .lookup({ controllerId: 'clex', identifier: { scheme: 'email', value: 'li@example.org' } })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(String(error)).not.toContain('li@example.org');
  });

  it('throws timedOut where the answer stays away', async () => {
    const { client, requests } = await serve([() => undefined], {
      timeoutMs: 60,
      retry: { attemptsMax: 2, firstPauseMs: 1 },
    });
    await expect(client.ping()).rejects.toMatchObject({ code: 'timedOut' });
    expect(requests).toHaveLength(2);
  });

  it('throws cancelled when the caller has enough', async () => {
    const cancel = new AbortController();
    const { client } = await serve([() => cancel.abort()]);
    await expect(client.ping({ signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('throws invalidAnswer where something else listens', async () => {
    const { client } = await serve([(_request, response) => void response.writeHead(404).end('<html>')]);
    await expect(client.listKeys()).rejects.toMatchObject({ code: 'invalidAnswer', status: 404 });
  });

  it('sends a policy as the text it is', async () => {
    const version = {
      controllerId: 'clex',
      policyVersion: 'clex-2',
      effectiveFrom: '2027-01-01T00:00:00Z',
      position: 7,
    };
    const { client, requests } = await serve([json(201, version)]);
    expect(await client.publishPolicy('controllerId: clex\n')).toEqual(version);
    expect(requests).toMatchObject([
      { method: 'POST', url: '/v1/policies', body: 'controllerId: clex\n', mediaType: 'application/yaml' },
    ]);
  });

  it('reads findings page after page', async () => {
    const { client, requests } = await serve([
      json(200, { items: [{ id: 'a' }], next: 'more' }),
      json(200, { items: [{ id: 'b' }] }),
    ]);
    const ids: string[] = [];
    for await (const { id } of client.findings({ rule: ['SHR-PI'], atLeast: 7 })) ids.push(id);
    expect(ids).toEqual(['a', 'b']);
    expect(requests.map(({ url }) => url)).toEqual([
      '/v1/findings?rule=SHR-PI&atLeast=7',
      '/v1/findings?rule=SHR-PI&atLeast=7&cursor=more',
    ]);
  });

  it('does not make a key twice', async () => {
    const { client, requests } = await serve([hangUp]);
    await expect(client.createKey({ name: 'shop', roles: ['emitter'], controllers: 'all' })).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(requests).toHaveLength(1);
  });

  it('knows nobody where the lookup finds nothing', async () => {
    const { client } = await serve([problem(404, 'notFound')]);
    const query = { controllerId: 'clex', identifier: { scheme: 'email', value: 'li@example.org' } };
    expect(await client.lookup(query)).toBeUndefined();
  });

  it('splits many reports into batches', async () => {
    const answer: Answer = (request, response, body) => {
      const results = (JSON.parse(body) as unknown[]).map((_, index) => ({ index, status: 201, ...RECEIPT }));
      return json(201, { recorded: results.length, replayed: 0, refused: 0, results })(request, response, body);
    };
    const { client, requests } = await serve([answer]);
    const result = await client.recordMany(Array.from({ length: 1_201 }, () => REPORT));
    expect(requests.map(({ body }) => (JSON.parse(body) as unknown[]).length).sort()).toEqual([201, 500, 500]);
    expect(result).toMatchObject({ recorded: 1_201, failed: 0 });
  });
});

describe('reading', () => {
  it('follows the pages of a history, also over an empty one', async () => {
    const page = (items: readonly string[], next?: string): Answer =>
      json(200, { items: items.map((id) => ({ id })), position: 9, ...(next === undefined ? {} : { next }) });
    const { client, requests } = await serve([page(['a', 'b'], 'c1'), page([], 'c2'), page(['c'])]);
    const ids: string[] = [];
    for await (const { id } of client.history('some-subject', { type: ['A', 'B'], limit: 2 })) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(requests.map(({ url }) => url)).toEqual([
      '/v1/subjects/some-subject/history?type=A&type=B&limit=2',
      '/v1/subjects/some-subject/history?type=A&type=B&limit=2&cursor=c1',
      '/v1/subjects/some-subject/history?type=A&type=B&limit=2&cursor=c2',
    ]);
  });

  const streamed =
    (end: (response: ServerResponse) => void): Answer =>
    async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"id":"a"}\n{"id":');
      await delay(20);
      response.write('"b"}\n');
      end(response);
    };

  it('streams an export', async () => {
    const { client } = await serve([streamed((response) => response.end())]);
    const ids: string[] = [];
    for await (const { id } of client.exportRecords({ controllerId: ['clex'] })) ids.push(id);
    expect(ids).toEqual(['a', 'b']);
  });

  it('lets go of an export that is not read to its end', async () => {
    let closed: Promise<unknown> | undefined;
    const endless: Answer = (_request, response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"id":"a"}\n');
    };
    const { client } = await serve([endless]);
    for await (const { id } of client.exportRecords()) {
      expect(id).toBe('a');
      break;
    }
    await closed;
  });

  it('does not take a broken export for a whole one', async () => {
    const { client } = await serve([streamed((response) => void setTimeout(() => response.destroy(), 20))]);
    const ids: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { id } of client.exportRecords()) ids.push(id);
    };
    await expect(read()).rejects.toMatchObject({ code: 'unreachable' });
    expect(ids).toEqual(['a', 'b']);
  });

  it('does not count the time a slow reader takes', async () => {
    const { client } = await serve([streamed((response) => response.end())], { timeoutMs: 80 });
    const ids: string[] = [];
    for await (const { id } of client.exportRecords()) {
      await delay(150);
      ids.push(id);
    }
    expect(ids).toEqual(['a', 'b']);
  });
});
