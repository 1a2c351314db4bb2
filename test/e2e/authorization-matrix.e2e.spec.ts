import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Answer, LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { servedRoutes } from '../support/served-routes.ts';
import { smallPolicy } from '../support/small-policy.ts';
import {
  CELLS,
  NONE,
  REGISTRY,
  ROLES,
  type Cell,
  type Role,
  type Row,
  type Statuses,
  type Who,
} from '../support/authorization-rows.ts';
import { ASSESSMENT_ROWS } from '../support/assessment-rows.ts';
import { VIEW_ROWS } from '../support/view-rows.ts';
import { DEADLINE_ROWS } from '../support/deadline-rows.ts';

jest.setTimeout(180_000);

const OPEN = [200, 200, 200, 200, 200, 200, 200];
const ADMIN_201 = [403, 403, 403, 403, 403, 201, 401];
const ADMIN_200 = [403, 403, 403, 403, 403, 200, 401];

const csv = { accept: 'text/csv' };
const history = ({ subjectId }: Who): string => `/v1/subjects/${subjectId}/history`;

/**
 * THE table: what each role gets on each route. More than one row for a route where it asks for more permissions than one.
 * A subject of another controller is answered like one that is not there; 409 is what whoever may merge is told of a merge
 * that is none.
 */
const MATRIX: { readonly [route: string]: Row } = {
  'GET /healthz': { send: () => ({ path: '/healthz' }), expected: OPEN },
  'GET /readyz': { send: () => ({ path: '/readyz' }), expected: OPEN },
  'GET /metrics': { send: () => ({ path: '/metrics' }), expected: ADMIN_200 },
  'POST /v1/records': {
    send: ({ controllerId, subjectId, fresh }) => ({
      path: '/v1/records',
      json: {
        ...{ source: '/matrix', sourceId: fresh, type: 'AccountCancelled', controllerId, subject: { subjectId } },
        ...{ occurredAt: '2026-11-20T10:00:00Z', data: { requestedBy: 'subject' } },
      },
    }),
    expected: [[201, 403, 403, 403, 403, 403, 401], [201, 403, 403, 403, 403, 403, 401], NONE, NONE],
  },
  'GET /v1/records': {
    send: ({ controllerId, subjectId }) => ({
      path: `/v1/records?controllerId=${controllerId}&subjectId=${subjectId}`,
    }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
  'GET /v1/records (as a file)': {
    send: ({ controllerId }) => ({ path: `/v1/records?controllerId=${controllerId}`, headers: csv }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
  'POST /v1/subjects/lookup': {
    send: ({ controllerId, name }) => ({
      path: '/v1/subjects/lookup',
      json: { controllerId, identifier: { scheme: 'userId', value: name } },
    }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
  'GET /v1/subjects/:subjectId/history': {
    send: (who) => ({ path: history(who) }),
    expected: [
      [403, 200, 200, 200, 200, 403, 401],
      [403, 200, 200, 200, 403, 403, 401],
      [403, 404, 404, 404, 403, 403, 401],
      [403, 404, 404, 404, 403, 403, 401],
    ],
  },
  'GET /v1/subjects/:subjectId/history (as a file)': {
    send: (who) => ({ path: history(who), headers: csv }),
    expected: [
      [403, 200, 200, 403, 200, 403, 401],
      [403, 200, 200, 403, 403, 403, 401],
      [403, 404, 404, 403, 403, 403, 401],
      [403, 404, 404, 403, 403, 403, 401],
    ],
  },
  'GET /v1/subjects/:subjectId/history (with identifiers)': {
    send: (who) => ({ path: `${history(who)}?reveal=identifiers` }),
    expected: [
      [403, 403, 200, 403, 200, 403, 401],
      [403, 403, 200, 403, 403, 403, 401],
      [403, 403, 404, 403, 403, 403, 401],
      [403, 403, 404, 403, 403, 403, 401],
    ],
  },
  'POST /v1/subjects/:subjectId/merges': {
    send: ({ subjectId }) => ({
      path: `/v1/subjects/${subjectId}/merges`,
      json: { other: subjectId, reason: 'A try.' },
    }),
    expected: [
      [403, 403, 409, 403, 403, 403, 401],
      [403, 403, 409, 403, 403, 403, 401],
      [403, 403, 404, 403, 403, 403, 401],
      [403, 403, 404, 403, 403, 403, 401],
    ],
  },
  'POST /v1/subjects/:subjectId/separations': {
    send: ({ subjectId }) => ({
      path: `/v1/subjects/${subjectId}/separations`,
      json: { other: subjectId, reason: 'A try.' },
    }),
    expected: [
      [403, 403, 409, 403, 403, 403, 401],
      [403, 403, 409, 403, 403, 403, 401],
      [403, 403, 404, 403, 403, 403, 401],
      [403, 403, 404, 403, 403, 403, 401],
    ],
  },
  'GET /v1/controllers': { send: () => ({ path: '/v1/controllers' }), expected: REGISTRY },
  // The own one is registered again with the same content, which is answered as before.
  'POST /v1/controllers': {
    send: ({ controllerId }) => ({
      path: '/v1/controllers',
      json: { id: controllerId, names: [`${controllerId} Ltd.`], role: 'controller', country: 'CN' },
    }),
    expected: [ADMIN_201, ADMIN_201, NONE, NONE],
  },
  'GET /v1/recipients': { send: () => ({ path: '/v1/recipients' }), expected: REGISTRY },
  'POST /v1/recipients': {
    send: ({ fresh }) => ({
      path: '/v1/recipients',
      json: { id: `r-${fresh}`, name: 'Lorries AB', recipientKind: 'logistics', country: 'SE' },
    }),
    expected: [403, 403, 201, 403, 403, 201, 401],
  },
  'GET /v1/vocabulary': { send: () => ({ path: '/v1/vocabulary?q=email' }), expected: REGISTRY },
  'POST /v1/vocabulary/terms': {
    send: ({ fresh }) => ({
      path: '/v1/vocabulary/terms',
      json: { name: `Term${fresh.replaceAll('-', '')}`, scheme: 'category', labels: { en: 'A term' } },
    }),
    expected: ADMIN_201,
  },
  ...ASSESSMENT_ROWS,
  ...VIEW_ROWS,
  ...DEADLINE_ROWS,
  'GET /v1/keys': { send: () => ({ path: '/v1/keys' }), expected: ADMIN_200 },
  'POST /v1/keys': {
    send: ({ controllerId, fresh }) => ({
      path: '/v1/keys',
      json: { name: `Holder ${fresh}`, roles: ['emitter'], controllers: [controllerId] },
    }),
    expected: [ADMIN_201, ADMIN_201, NONE, NONE],
  },
  'POST /v1/keys (for all controllers)': {
    send: ({ fresh }) => ({
      path: '/v1/keys',
      json: { name: `Holder ${fresh}`, roles: ['emitter'], controllers: 'all' },
    }),
    expected: NONE,
  },
  'DELETE /v1/keys/:keyId': {
    send: ({ keyId }) => ({ path: `/v1/keys/${keyId}` }),
    expected: [
      [403, 403, 403, 403, 403, 204, 401],
      [403, 403, 403, 403, 403, 204, 401],
      [403, 403, 403, 403, 403, 404, 401],
      [403, 403, 403, 403, 403, 404, 401],
    ],
  },
};

/** Served by Fastify beside the controllers: the description of the API, which holds nobody's data. */
const DOCUMENTATION = /^\/(docs|openapi\.(json|yaml))(\/|$)/;

const [OURS, THEIRS] = CONTROLLERS;
const routes = (await servedRoutes()).filter(({ path }) => !DOCUMENTATION.test(path));

let ledger: LedgerProcess;
let caller: LedgerCaller;
let count = 0;
const tokens = new Map<Role, string>();
const people = new Map<Cell, Omit<Who, 'fresh'>>();

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  caller = ledger.caller;
  const generator = new ReportGenerator(new SeededRandom(3));
  for (const id of [OURS, THEIRS]) {
    await caller.call('/v1/policies', {
      body: smallPolicy(id),
      headers: { 'content-type': 'application/yaml' },
      as: 'admin',
    });
  }
  for (const cell of CELLS) {
    const controllerId = cell.startsWith('own') ? OURS : THEIRS;
    const name = cell.endsWith('own subject') ? 'anna' : 'bo';
    const subject = { identifiers: [{ scheme: 'userId', value: name }] };
    const { subjectId = '' } = await caller.recorded(generator.report('AccountCancelled', { controllerId, subject }));
    // Nothing is declared, and the small policy says nothing about it.
    const { id, position } = await caller.recorded(generator.report('PersonalDataUsed', { controllerId, subject }));
    const found = await caller.call(`/v1/findings?recordId=${id}&atLeast=${position}`, { as: 'dpo' });
    const [finding] = found.json<{ readonly items: readonly { readonly id: string }[] }>().items;
    const { keyId } = await caller.newKey({ name, roles: ['emitter'], controllers: [controllerId] });
    const json = { controllerId, url: `https://crm.example.com/${keyId}` };
    const webhook = (await caller.call('/v1/webhooks', { json, as: 'admin' })).json<{ readonly id: string }>();
    people.set(cell, { controllerId, name, subjectId, keyId, webhookId: webhook.id, findingId: finding?.id ?? '' });
  }
  for (const role of ROLES.filter((one) => one !== 'nobody')) {
    const bound = role === 'subject' ? { subjectId: people.get(CELLS[0])?.subjectId ?? '' } : {};
    const key = await caller.newKey({ name: role, roles: [role], controllers: [OURS], ...bound });
    tokens.set(role, key.token);
  }
});
afterAll(() => discard(ledger));

function ask(route: string, cell: Cell, role: Role): Promise<Answer> {
  const [method = '', row] = [route.split(' ')[0], MATRIX[rowOf(route)]];
  const who = people.get(cell);
  if (row === undefined || who === undefined) throw new Error(`${route} has no row, or ${cell} nobody.`);
  const { path, json, body, headers = {} } = row.send({ ...who, fresh: `m-${++count}` });
  const as = tokens.get(role);
  return caller.call(path, {
    method,
    headers,
    ...(as === undefined ? {} : { as }),
    ...(json === undefined ? {} : { json }),
    ...(body === undefined ? {} : { body }),
  });
}

/** Whoever may read a route may ask for its headers alone. */
const rowOf = (route: string): string => route.replace(/^HEAD /, 'GET ');

function expectedIn({ expected }: Row, cell: Cell): Statuses {
  const [first] = expected;
  return typeof first === 'number'
    ? (expected as Statuses)
    : ((expected as readonly Statuses[])[CELLS.indexOf(cell)] ?? []);
}

describe('the authorization matrix', () => {
  it('has a row for each route that is served, and for no other', () => {
    const served = new Set(routes.map(({ method, path }) => rowOf(`${method} ${path}`)));
    const described = new Set(Object.keys(MATRIX).map((route) => route.replace(/ \(.*\)$/, '')));
    expect([...described].sort()).toEqual([...served].sort());
  });

  const headRoutes = routes.filter(({ method }) => method === 'HEAD').map(({ path }) => `HEAD ${path}`);
  const cases = [...Object.keys(MATRIX), ...headRoutes].flatMap((route) => CELLS.map((cell) => [route, cell] as const));

  it.each(cases)('%s: %s', async (route, cell) => {
    const row = MATRIX[rowOf(route)];
    if (row === undefined) throw new Error(`${route} has no row.`);
    const answers = await Promise.all(ROLES.map((role) => ask(route, cell, role)));
    expect(Object.fromEntries(ROLES.map((role, index) => [role, answers[index]?.status]))).toEqual(
      Object.fromEntries(ROLES.map((role, index) => [role, expectedIn(row, cell)[index]])),
    );
    // What is refused tells nothing of who is there.
    const { subjectId = '', name = '' } = people.get(cell) ?? {};
    const refused = answers.filter(({ status }) => status >= 400);
    expect(refused.filter(({ text }) => text.includes(subjectId) || text.includes(`"${name}"`))).toEqual([]);
  });

  it('lists to an administrator the keys of their own controllers only', async () => {
    const answer = await caller.call('/v1/keys', { as: tokens.get('admin') });
    const { items } = answer.json<{ items: readonly { controllers: unknown }[] }>();
    expect(items.length).toBeGreaterThan(5);
    expect(items.filter(({ controllers }) => JSON.stringify(controllers) !== JSON.stringify([OURS]))).toEqual([]);
  });
});
