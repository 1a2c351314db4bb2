import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import 'reflect-metadata';
import { createLedgerApp, type LedgerApp } from '../../apps/ledger/src/create-ledger-app.ts';
import { declaredRoutes, everyRouteDeclaresItsPermission } from '../../apps/ledger/src/identity/index.ts';
import { loadSettings } from '../../apps/ledger/src/settings/index.ts';
import type { LedgerCaller } from '../support/ledger-caller.ts';
import { discard, newDataDir, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';

jest.setTimeout(120_000);

const UUID = '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a01';
const PUBLIC = /^\/(healthz|readyz|docs|openapi\.(json|yaml))(\/|$)/;

interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every route that Fastify would serve, read from its own drawing of the tree. */
function routesOf({ app }: LedgerApp): Route[] {
  const drawing = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/u.exec(line) ?? [];
    if (segment === '') return [];
    const depth = indent.length / 4;
    above.splice(depth, above.length, `${above[depth - 1] ?? ''}${segment}`);
    return methods === '' ? [] : methods.split(', ').map((method) => ({ method, path: above[depth] ?? '' }));
  });
}

let whole: LedgerApp;
let ledger: LedgerProcess;
let caller: LedgerCaller;
const dataDir = newDataDir();

beforeAll(async () => {
  whole = await createLedgerApp(loadSettings({ PDL_DATA_DIR: dataDir, PDL_LOG_LEVEL: 'silent' }));
  ledger = await startRegisteredLedger({ PDL_BODY_BYTES_MAX: '4096' });
  caller = ledger.caller;
});
afterAll(async () => {
  await whole.close();
  rmSync(dataDir, { recursive: true });
  await discard(ledger);
});

describe('the router', () => {
  it('has no route that forgot to declare its permission', () => {
    everyRouteDeclaresItsPermission(whole.app);
    const guarded = declaredRoutes(whole.app).filter(({ access }) => access !== 'public');
    expect(guarded.length).toBeGreaterThanOrEqual(16);
  });

  it('answers 401 to whoever shows no token, on every route but the public ones', async () => {
    const routes = routesOf(whole);
    expect(routes.filter(({ method }) => method !== 'HEAD').length).toBeGreaterThanOrEqual(24);
    const open: string[] = [];
    for (const { method, path } of routes) {
      const sent = method === 'POST' ? { json: {} } : {};
      const url = path.replace(/:\w+/g, UUID);
      const bare = await caller.call(url, { method, ...sent });
      const guessed = await caller.call(url, { method, ...sent, as: `pdl_${UUID}_${'x'.repeat(43)}` });
      const statuses = [bare.status, guessed.status];
      if (PUBLIC.test(path)) open.push(path);
      else expect([method, path, ...statuses]).toEqual([method, path, 401, 401]);
    }
    expect([...new Set(open)].map((path) => path.split('/')[1])).toEqual(
      expect.arrayContaining(['docs', 'openapi.json', 'healthz', 'readyz']),
    );
  });

  it('is what openapi.json says', async () => {
    const document = (await caller.call('/openapi.json')).json<{ paths: { [path: string]: object } }>();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const served = routesOf(whole)
      .filter(({ method, path }) => method !== 'HEAD' && !/^\/(docs|openapi)/.test(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual(served.sort());
  });
});

describe('a refusal', () => {
  const json = { 'content-type': 'application/json' };
  const post = (body: string, headers: { [name: string]: string } = json) =>
    caller.call('/v1/records', { as: 'emitter', body, headers });
  const report = { source: '/s', sourceId: '1', type: 'NoticeGiven', controllerId: 'kamoer', data: {} };

  it.each([
    ['broken JSON', () => post('{"a":'), 400, 'invalidJson'],
    ['no body', () => post(''), 400, 'invalidJson'],
    ['an unknown parameter', () => caller.search({ nonsense: '1' }), 400, 'invalidQuery'],
    ['a subject that is no id', () => caller.history('anna@example.com'), 404, 'notFound'],
    ['no credential', () => caller.call('/v1/records'), 401, 'unauthenticated'],
    ['the wrong role', () => caller.search({}, 'emitter'), 403, 'forbidden'],
    ['an unknown path', () => caller.call('/v1/anna@example.com', { as: 'admin' }), 404, 'notFound'],
    ['an unknown subject', () => caller.history(UUID), 404, 'notFound'],
    ['the wrong method', () => caller.call('/v1/records', { method: 'PUT', as: 'admin' }), 405, 'methodNotAllowed'],
    ['a body too large', () => post(JSON.stringify('x'.repeat(5_000))), 413, 'bodyTooLarge'],
    ['an address too long', () => caller.history('x'.repeat(200)), 414, 'pathTooLong'],
    ['an unknown media type', () => post('<a/>', { 'content-type': 'application/xml' }), 415, 'unsupportedMediaType'],
    ['a body of plain text', () => post('x', { 'content-type': 'text/plain' }), 415, 'unsupportedMediaType'],
    ['a record that does not fit', () => caller.report(report), 422, 'invalidRecord'],
  ])('of %s is a problem of RFC 9457', async (_what, ask, status, code) => {
    const answer = await ask();
    expect([...answer.refusal, answer.headers.get('content-type')]).toEqual([status, code, 'application/problem+json']);
    expect(answer.problem).toMatchObject({
      ...{ type: `https://personal-data-ledger.org/problems/${code}`, status, code },
      ...{ title: expect.any(String), action: expect.any(String), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(answer.text).not.toContain('anna');
    const unexpected = Object.keys(answer.problem).filter(
      (name) => !['type', 'title', 'status', 'code', 'detail', 'action', 'errors', 'requestId'].includes(name),
    );
    expect(unexpected).toEqual([]);
  });

  it('names the methods that fit, and the challenge where a token is missing', async () => {
    const wrongMethod = await caller.call('/v1/records', { method: 'DELETE', as: 'admin' });
    expect(wrongMethod.headers.get('allow')).toBe('GET, HEAD, POST');
    const noToken = await caller.call('/v1/keys');
    expect(noToken.headers.get('www-authenticate')).toBe('Bearer realm="personal-data-ledger"');
  });
});
