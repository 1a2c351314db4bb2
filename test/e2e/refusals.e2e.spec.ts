import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import type { Answer, Call } from '../support/ledger-caller.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { smallPolicy } from '../support/small-policy.ts';

jest.setTimeout(120_000);

let ledger: LedgerProcess;

beforeAll(async () => {
  ledger = await startRegisteredLedger();
});
afterAll(() => discard(ledger));

const call = (path: string, options: Call): Promise<Answer> => ledger.caller.call(path, options);
const publish = (body: string) =>
  call('/v1/policies', { body, headers: { 'content-type': 'application/yaml' }, as: 'dpo' });
/** How it is refused: status, code, places. */
const told = ({ status, problem: { code, errors = [] } }: Answer) => [
  status,
  code,
  ...errors.map((one) => one.pointer),
];

describe('a company that is not registered', () => {
  const controllerId = 'nobody';

  it.each([
    ['/v1/checks', { controllerId, type: 'ConsentGiven', data: {} }, 'dpo'],
    ['/v1/reassessments', { controllerId }, 'dpo'],
    ['/v1/webhooks', { controllerId, url: 'https://crm.example.com/' }, 'admin'],
    ['/v1/subjects/lookup', { controllerId, identifier: { scheme: 'userId', value: 'u-1' } }, 'dpo'],
  ])('is pointed at in a body: %s', async (path, json, as) => {
    expect(told(await call(path, { json, as }))).toEqual([422, 'unknownController', '/controllerId']);
  });

  it('is pointed at in a policy, by line and column', async () => {
    const answer = await publish(smallPolicy(controllerId));
    expect(told(answer)).toEqual([422, 'unknownController', '/controllerId']);
    expect(answer.problem.errors).toMatchObject([{ line: 1, column: 1 }]);
  });

  it.each(['/v1/controllers/nobody/recipients', '/v1/policies/nobody/small-1'])(
    'is not there in a path: %s',
    async (path) => {
      expect(told(await call(path, { as: 'dpo' }))).toEqual([404, 'notFound']);
    },
  );

  it.each([
    ...['findings', 'records', 'deadlines', 'consents', 'policies'].map((path) => [path, '', '/controllerId/0']),
    ['ropa', '', '/controllerId'],
    ['holdings', '&heldFrom=2026-01-01T00:00:00Z', '/controllerId'],
  ])('is a fault of a query: %s', async (path, more, pointer) => {
    const answer = await call(`/v1/${path}?controllerId=nobody${more}`, { as: 'dpo' });
    expect(told(answer)).toEqual([400, 'invalidQuery', pointer]);
  });
});

describe('a question about a record', () => {
  it('of no type there is points at the type', async () => {
    const json = { controllerId: 'kamoer', type: 'LunchEaten', data: {} };
    expect(told(await call('/v1/checks', { json, as: 'dpo' }))).toEqual([422, 'unknownRecordType', '/type']);
  });
});

describe('a version that begins before it is recorded', () => {
  it('is refused by line and column, as action says', async () => {
    expect((await publish(smallPolicy('kamoer'))).status).toBe(201);
    const answer = await publish(smallPolicy('kamoer', 'small-2'));
    expect(told(answer)).toEqual([422, 'invalidPolicy', '/effectiveFrom']);
    expect(answer.problem.errors).toMatchObject([{ code: 'beforeRecorded', line: 4, column: 1 }]);
  });
});

describe('a breach', () => {
  it('cannot become known in ten years', async () => {
    const json = {
      ...{ source: '/breach', sourceId: 'b-1', type: 'BreachDetected', controllerId: 'kamoer' },
      occurredAt: new Date().toISOString(),
      data: { breachId: 'b-1', awareAt: '2099-11-20T10:00:00Z', nature: ['integrity'], cause: 'unknown' },
    };
    const answer = await call('/v1/records', { json, as: 'emitter' });
    expect(told(answer)).toEqual([422, 'invalidRecord', '/data/awareAt']);
  });
});

describe('a record whose only faults are terms', () => {
  it('does not fit its type, and no document promises another code', async () => {
    const json = {
      ...{ source: '/terms', sourceId: 't-1', type: 'PersonalDataDeleted', controllerId: 'kamoer' },
      ...{ occurredAt: new Date().toISOString(), subject: { identifiers: [{ scheme: 'userId', value: 'u-1' }] } },
      data: { categories: ['pd:Emial'], method: 'erasure', ground: 'purposeAchieved' },
    };
    const answer = await call('/v1/records', { json, as: 'emitter' });
    expect(told(answer)).toEqual([422, 'invalidRecord', '/data/categories/0']);
    expect(answer.problem.errors).toMatchObject([{ code: 'unknownTerm' }]);
    expect((await call('/openapi.json', {})).text).not.toContain('unknownTerm');
  });
});

describe('a page that is too large', () => {
  it.each([1_001, 10_001])('is refused by what the ledger gives, however large: %i', async (limit) => {
    for (const path of ['findings', 'records', 'deadlines', 'consents', 'controllers/kamoer/recipients']) {
      const { status, problem } = await call(`/v1/${path}?limit=${limit}`, { as: 'dpo' });
      const error = { pointer: '/limit', code: 'tooLarge', message: 'Expected at most 1000.' };
      expect([status, problem.errors]).toEqual([400, [error]]);
    }
  });
});

describe('the media type that is asked for', () => {
  it.each(['ropa?controllerId=kamoer', 'records', 'findings', 'deadlines', 'vocabulary', 'policies/kamoer/small-1'])(
    'has to be one that there is: %s',
    async (path) => {
      const asking = (accept: string) => call(`/v1/${path}`, { as: 'dpo', headers: { accept } });
      expect(told(await asking('application/pdf'))).toEqual([406, 'notAcceptable']);
      expect(told(await asking('application/json;q=0, image/*'))).toEqual([406, 'notAcceptable']);
      for (const accept of ['*/*', 'application/json', 'application/*;q=0.1', 'application/pdf, */*;q=0.1'])
        expect((await asking(accept)).status).toBe(200);
    },
  );

  it('is a problem for a refusal, and no report is refused for it', async () => {
    const headers = { accept: 'application/pdf' };
    const refused = await call('/v1/findings', { as: 'dpo', headers });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const identifier = { scheme: 'userId', value: 'reported' };
    const json = {
      ...{ source: '/accept', sourceId: 'a-1', type: 'PersonalDataDeleted', controllerId: 'kamoer' },
      ...{ occurredAt: new Date().toISOString(), subject: { identifiers: [identifier] } },
      data: { categories: ['pd:EmailAddress'], method: 'erasure', ground: 'purposeAchieved' },
    };
    expect((await call('/v1/records', { json, as: 'emitter', headers })).status).toBe(201);
  });
});

describe('a webhook at a name that every machine has for itself', () => {
  it.each(['localhost', 'localhost.', 'LOCALHOST', 'foo.localhost', 'a.b.localhost.'])(
    'is refused: %s',
    async (host) => {
      const json = { controllerId: 'kamoer', url: `https://${host}/x` };
      const answer = await call('/v1/webhooks', { json, as: 'admin' });
      expect(told(answer)).toEqual([400, 'invalidBody', '/url']);
      expect(answer.problem.errors).toMatchObject([{ code: 'notPublic' }]);
    },
  );
});
