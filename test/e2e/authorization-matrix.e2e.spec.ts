import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Answer, LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { servedRoutes } from '../support/served-routes.ts';
import { smallPolicy } from '../support/small-policy.ts';

jest.setTimeout(180_000);

const ROLES = ['emitter', 'auditor', 'dpo', 'regulator', 'subject', 'admin', 'nobody'] as const;
type Role = (typeof ROLES)[number];

/** Whom and what a request is about. Every key is bound to the own controller; a person's, to the own subject. */
const CELLS = [
  'own controller, own subject',
  'own controller, other subject',
  'other controller, own subject',
  'other controller, other subject',
] as const;
type Cell = (typeof CELLS)[number];

interface Who {
  readonly controllerId: string;
  readonly subjectId: string;
  /** User id of the subject at that controller. */
  readonly name: string;
  /** A key that is good for that controller. */
  readonly keyId: string;
  /** A finding about the subject. */
  readonly findingId: string;
  /** Different in each request: what is made once cannot be made again. */
  readonly fresh: string;
}

interface Sent {
  readonly path: string;
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: { readonly [name: string]: string };
}

type Statuses = readonly number[];

interface Row {
  readonly send: (who: Who) => Sent;
  /** In the order of `ROLES`; one list where neither controller nor subject matters, else one for each of `CELLS`. */
  readonly expected: Statuses | readonly [Statuses, Statuses, Statuses, Statuses];
}

const OPEN = [200, 200, 200, 200, 200, 200, 200];
const REGISTRY = [200, 200, 200, 200, 200, 200, 401];
const ADMIN_201 = [403, 403, 403, 403, 403, 201, 401];
const ADMIN_200 = [403, 403, 403, 403, 403, 200, 401];
const NONE = [403, 403, 403, 403, 403, 403, 401];

/** A finding of the own controller, and one of another, which is answered like one that is not there. */
const FINDING = (own: Statuses, other: Statuses) => [own, own, other, other] as const;

/** Of a revision there is not: 412 is what whoever may do it is told. */
const step = ({ findingId }: Who, what: string): Sent => ({
  path: `/v1/findings/${findingId}/${what}`,
  json: { text: 'A try.' },
  headers: { 'if-match': '"999"' },
});

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
  // The first version may have taken effect long ago; the same again is answered as before.
  'POST /v1/policies': {
    send: ({ controllerId }) => ({
      path: '/v1/policies',
      body: smallPolicy(controllerId),
      headers: { 'content-type': 'application/yaml' },
    }),
    expected: [[403, 403, 201, 403, 403, 201, 401], [403, 403, 201, 403, 403, 201, 401], NONE, NONE],
  },
  'GET /v1/policies': {
    send: ({ controllerId }) => ({ path: `/v1/policies?controllerId=${controllerId}` }),
    expected: [REGISTRY, REGISTRY, NONE, NONE],
  },
  'GET /v1/policies/:controllerId/:policyVersion': {
    send: ({ controllerId }) => ({ path: `/v1/policies/${controllerId}/small-1` }),
    expected: [REGISTRY, REGISTRY, NONE, NONE],
  },
  'POST /v1/checks': {
    send: ({ controllerId, subjectId }) => ({
      path: '/v1/checks',
      json: { type: 'AccountCancelled', controllerId, subject: { subjectId }, data: { requestedBy: 'subject' } },
    }),
    expected: [[200, 200, 200, 403, 403, 403, 401], [200, 200, 200, 403, 403, 403, 401], NONE, NONE],
  },
  'GET /v1/findings': {
    send: ({ controllerId, subjectId }) => ({
      path: `/v1/findings?controllerId=${controllerId}&subjectId=${subjectId}`,
    }),
    expected: [[403, 200, 200, 200, 403, 403, 401], [403, 200, 200, 200, 403, 403, 401], NONE, NONE],
  },
  'GET /v1/findings/:findingId': {
    send: ({ findingId }) => ({ path: `/v1/findings/${findingId}` }),
    expected: FINDING([403, 200, 200, 200, 403, 403, 401], [403, 404, 404, 404, 403, 403, 401]),
  },
  'GET /v1/findings/:findingId (with the words)': {
    send: ({ findingId }) => ({ path: `/v1/findings/${findingId}?reveal=statements` }),
    expected: FINDING([403, 403, 200, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'POST /v1/findings/:findingId/explanations': {
    send: (who) => step(who, 'explanations'),
    expected: FINDING([403, 403, 412, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'POST /v1/findings/:findingId/resolutions': {
    send: (who) => step(who, 'resolutions'),
    expected: FINDING([403, 403, 412, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'POST /v1/findings/:findingId/acceptances': {
    send: (who) => step(who, 'acceptances'),
    expected: FINDING([403, 403, 412, 403, 403, 403, 401], [403, 403, 404, 403, 403, 403, 401]),
  },
  'POST /v1/reassessments': {
    send: ({ controllerId }) => ({ path: '/v1/reassessments', json: { controllerId } }),
    expected: [[403, 403, 202, 403, 403, 403, 401], [403, 403, 202, 403, 403, 403, 401], NONE, NONE],
  },
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
    people.set(cell, { controllerId, name, subjectId, keyId, findingId: finding?.id ?? '' });
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
