import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiDescription, faultsOfFields } from '../support/api-description.ts';
import type { Answer, Call } from '../support/ledger-caller.ts';
import { exchangeAboutAssessment } from '../support/assessment-exchanges.ts';
import { exchangeAboutDeadlines, exchangeAboutOperations } from '../support/exchanges.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { RECORD_TYPES, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { askViews } from '../support/view-answers.ts';
import type { CreatedKey, RecordPage, RecordReceipt } from '../support/wire.ts';

// The service starts and answers beside other work.
jest.setTimeout(60_000);

const NDJSON = 'application/x-ndjson';
const CLOUD_EVENT = 'application/cloudevents+json';
const CLOUD_EVENTS = 'application/cloudevents-batch+json';
const NOBODY = '00000000-0000-4000-8000-000000000000';

const generator = new ReportGenerator(new SeededRandom(testSeed('answers fit their description')));
const description = new ApiDescription();
const seen = new Set<string>();
const used = {
  source: '/crm',
  type: 'PersonalDataUsed',
  controllerId: 'kamoer',
  occurredAt: '2026-11-20T10:00:00+08:00',
  data: generator.report('PersonalDataUsed').data,
};
const person = (name: string) => ({ identifiers: [{ scheme: 'userId', value: name }] });

let ledger: LedgerProcess;
let subjectId: string;
let other: string;

/** The answer, once it is as described; what it was is remembered. */
async function exchange(operationId: string, path: string, call: Call): Promise<Answer> {
  const answer = await ledger.caller.call(path, call);
  const { status, text } = answer;
  const contentType = answer.headers.get('content-type');
  const faults = description.faultsOf({ operationId, status, contentType, text });
  expect({ operationId, path, status, faults }).toEqual({ operationId, path, status, faults: [] });
  seen.add(`${operationId} ${status} ${contentType?.split(';', 1)[0] ?? 'nothing'}`);
  return answer;
}

/** A report that is described as it is sent, and whose answer is. */
async function report(mediaType: string, body: string, headers: Call['headers'] = {}): Promise<Answer> {
  expect(description.faultsOfBody('recordReports', mediaType, body)).toEqual([]);
  return exchange('recordReports', '/v1/records', {
    body,
    as: 'emitter',
    headers: { 'content-type': mediaType, ...headers },
  });
}

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  const ids = ['person-1', 'person-2'].map(async (name) => {
    const { subjectId: id = '' } = await ledger.caller.recorded({ ...used, sourceId: name, subject: person(name) });
    return id;
  });
  [subjectId = '', other = ''] = await Promise.all(ids);
}, 120_000);
afterAll(() => discard(ledger));

describe('what the ledger answers is what openapi.json describes', () => {
  it('of reports, in every form they are sent in', async () => {
    const one = { ...used, sourceId: 'one', subject: person('person-1') };
    await report('application/json', JSON.stringify(one));
    expect((await report('application/json', JSON.stringify(one))).headers.get('idempotency-replayed')).toBe('true');
    const several = { ...used, sourceId: 'several', subjects: [person('person-1'), { subjectId: other }] };
    await report('application/json', JSON.stringify(several));
    const { data, controllerId, subject } = one;
    const event = {
      specversion: '1.0',
      id: 'ce-1',
      source: '/crm',
      type: 'org.personal-data-ledger.PersonalDataUsed.v1',
      time: one.occurredAt,
      data: { controllerId, subject, data },
    };
    await report(CLOUD_EVENT, JSON.stringify(event));
    await report(CLOUD_EVENTS, JSON.stringify([{ ...event, id: 'ce-2' }]));
    const attributes = Object.entries({ ...event, id: 'ce-3' }).filter(([name]) => name !== 'data');
    const headers = Object.fromEntries(attributes.map(([name, value]) => [`ce-${name}`, String(value)]));
    await report('application/json', JSON.stringify(event.data), headers);
  });

  it.each(description.examples('recordReports'))(
    'of the example that is shown: %s %s',
    async (mediaType, _name, body) => {
      const answer = await report(mediaType, body);
      expect([200, 201]).toContain(answer.status);
      expect(answer.text).not.toContain('problem');
    },
  );

  it('of every record type, with every field', async () => {
    const reports = RECORD_TYPES.map((type) => generator.report(type));
    const answer = await report('application/json', JSON.stringify(reports));
    expect(answer.status).toBe(201);
    await report(NDJSON, reports.map((each) => JSON.stringify(each)).join('\n'));
  });

  it('of reports that are refused among others', async () => {
    const bad = [used, { type: 'X' }, 5, { ...used, sourceId: 'one', occurredAt: '2020-01-01T00:00:00Z' }];
    const as = 'emitter';
    await exchange('recordReports', '/v1/records', { json: bad, as });
    const headers = { 'content-type': NDJSON };
    const body = bad.map((each) => JSON.stringify(each)).join('\n');
    await exchange('recordReports', '/v1/records', { body: `${body}\n{bad`, as, headers });
  });

  it.each([
    ['nothing', '', 400],
    ['no JSON', '{', 400],
    ['no report', '{}', 422],
    ['a type that is none', JSON.stringify({ ...used, sourceId: 'x', type: 'Nothing' }), 422],
    [
      'a term that is none',
      JSON.stringify({ ...used, sourceId: 'x', data: { ...used.data, purposes: ['dpv:No'] } }),
      422,
    ],
    ['an unknown controller', JSON.stringify({ ...used, sourceId: 'x', controllerId: 'nobody' }), 422],
    ['other content', JSON.stringify({ ...used, sourceId: 'person-1', occurredAt: '2020-01-01T00:00:00Z' }), 409],
  ])('of a report that is refused alone: %s', async (_what, body, status) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await exchange('recordReports', '/v1/records', { method: 'POST', body, as: 'emitter', headers });
    expect(answer.status).toBe(status);
  });

  it('of registries', async () => {
    const controller = {
      id: 'klm',
      names: ['KLM'],
      aliases: ['K'],
      role: 'processor',
      country: 'NL',
      policyLanguage: 'en',
    };
    const recipient = { id: 'postnl', name: 'PostNL', recipientKind: 'logistics', country: 'NL' };
    const term = { name: 'DoorCode', scheme: 'category', labels: { en: 'Door code', zh: '门禁密码' } };
    const registrations = [
      ['registerController', '/v1/controllers', controller, { ...controller, country: 'SE' }],
      ['registerRecipient', '/v1/recipients', recipient, { ...recipient, country: 'SE' }],
      ['registerTerm', '/v1/vocabulary/terms', term, { ...term, labels: { en: 'Door' } }],
    ] as const;
    for (const [operation, path, entry, differing] of registrations) {
      const statuses: number[] = [];
      for (const json of [entry, entry, differing, {}, { ...entry, more: 1 }]) {
        statuses.push((await exchange(operation, path, { json, as: 'admin' })).status);
      }
      expect(statuses).toEqual([201, 201, 409, 400, 400]);
    }
    await exchange('listControllers', '/v1/controllers', { as: 'auditor' });
    await exchange('listRecipients', '/v1/recipients', { as: 'auditor' });
    await exchange('readVocabulary', '/v1/vocabulary', { as: 'auditor' });
    await exchange('readVocabulary', '/v1/vocabulary?scheme=category&q=door', { as: 'auditor' });
    await exchange('readVocabulary', '/v1/vocabulary?scheme=none', { as: 'auditor' });
  });

  it('of keys', async () => {
    const key = {
      name: 'Anna',
      roles: ['emitter'],
      controllers: ['kamoer'],
      label: 'shop',
      expiresAt: '2099-01-01T00:00:00Z',
    };
    const make = (json: object) => exchange('createApiKey', '/v1/keys', { json, as: 'admin' });
    const { keyId } = (await make(key)).json<CreatedKey>();
    await make({ ...key, roles: ['subject'], controllers: 'all', subjectId });
    await make({ ...key, controllers: ['nobody'] });
    await make({ ...key, roles: ['king'] });
    for (const id of [keyId, NOBODY, 'no-id']) {
      await exchange('revokeApiKey', `/v1/keys/${id}`, { method: 'DELETE', as: 'admin' });
    }
    await exchange('listApiKeys', '/v1/keys', { as: 'admin' });
  });

  it('of subjects', async () => {
    const look = (value: string, as = 'auditor') =>
      exchange('lookUpSubject', '/v1/subjects/lookup', {
        json: { controllerId: 'kamoer', identifier: { scheme: 'userId', value } },
        as,
      });
    expect((await look('person-1')).status).toBe(200);
    expect((await look('person-0')).status).toBe(404);
    expect((await look('person-1', 'emitter')).status).toBe(403);
    const json = { other, reason: 'one person' };
    for (const [operation, path] of [
      ['mergeSubjects', 'merges'],
      ['separateSubjects', 'separations'],
    ] as const) {
      const change = (body: object) =>
        exchange(operation, `/v1/subjects/${subjectId}/${path}`, { json: body, as: 'dpo' });
      expect([(await change(json)).status, (await change(json)).status]).toEqual([201, 409]);
      expect([(await change({})).status, (await change({ ...json, other: NOBODY })).status]).toEqual([400, 404]);
    }
  });

  it('of histories, searches and exports', async () => {
    const { position } = (await ledger.caller.recorded({
      ...used,
      sourceId: 'detailed',
      subject: person('person-1'),
      actor: { kind: 'person', identifiers: [{ scheme: 'staffId', value: 'clerk' }] },
      policyVersion: 'policy-1',
      jurisdictions: ['CN', 'EEA'],
      details: { 'pd:PhysicalAddress': { street: ['Canal 1', 2, null] } },
    })) as Required<RecordReceipt>;
    const reads = [
      ['readHistory', `/v1/subjects/${subjectId}/history`],
      ['searchRecords', '/v1/records'],
    ] as const;
    for (const [operation, path] of reads) {
      const read = (query: string, accept = 'application/json', as = 'dpo') =>
        exchange(operation, `${path}?${query}`, { as, headers: { accept } });
      const page = (await read(`atLeast=${position}&limit=100`)).json<RecordPage>();
      expect(page.items.flatMap(({ type, fields }) => faultsOfFields(type, fields))).toEqual([]);
      expect((await read('limit=1&category=pd:Name,pd:EmailAddress&family=processing')).status).toBe(200);
      for (const accept of [NDJSON, 'text/csv']) expect((await read('', accept)).status).toBe(200);
      expect((await read('limit=none')).status).toBe(400);
      expect((await read('cursor=none')).status).toBe(400);
      expect((await read('category=pd:None')).status).toBe(400);
      expect((await read('', undefined, 'emitter')).status).toBe(403);
      expect((await read('', undefined, 'nobody')).status).toBe(401);
    }
    const revealed = (
      await exchange('readHistory', `/v1/subjects/${subjectId}/history?reveal=identifiers,statements,details`, {
        as: 'dpo',
      })
    ).text;
    expect(revealed).toContain('Canal 1');
    await exchange('readHistory', `/v1/subjects/${NOBODY}/history`, { as: 'dpo' });
  });

  it('of the register of processing, in every form', async () => {
    const { position } = await ledger.caller.recorded({
      ...{ source: '/crm', sourceId: 'activity', type: 'ProcessingActivityDeclared', controllerId: 'kamoer' },
      occurredAt: '2026-11-20T10:00:00+08:00',
      data: generator.report('ProcessingActivityDeclared').data,
    });
    const read = (query: string, accept = 'application/json', as = 'dpo') =>
      exchange('readRopa', `/v1/ropa?${query}`, { as, headers: { accept } });
    for (const accept of ['application/json', 'text/csv', 'text/html']) {
      expect((await read(`controllerId=kamoer&atLeast=${position}`, accept)).status).toBe(200);
    }
    expect((await read('controllerId=nobody')).refusal).toEqual([400, 'invalidQuery']);
    expect((await read('')).status).toBe(400);
    expect((await read('controllerId=kamoer', undefined, 'emitter')).status).toBe(403);
  });

  it('of policies, checks and findings', () => exchangeAboutAssessment(exchange, ledger.caller, used));

  it('of holdings, consents and recipients', () => askViews(exchange, subjectId));

  it('of its own state, of what is due, and of services that are told', async () => {
    const account = generator.report('AccountCancelled', { controllerId: 'kamoer' });
    await exchangeAboutDeadlines(exchange, await ledger.caller.recorded(account));
    await exchangeAboutOperations(exchange);
  });

  it('whole: every good answer that is described was given', () => {
    expect(description.goodAnswers().filter((answer) => !seen.has(answer))).toEqual([]);
  });
});

describe('the description of a report', () => {
  it.each([
    ['a type that is none', { ...used, sourceId: 'x', type: 'Nothing' }],
    ['the data of another type', { ...used, sourceId: 'x', type: 'PersonalDataShared' }],
    ['a member that is none', { ...used, sourceId: 'x', more: 1 }],
    ['no time', { ...used, sourceId: 'x', occurredAt: undefined }],
  ])('refuses what the ledger refuses: %s', async (_what, json) => {
    expect(description.faultsOfBody('recordReports', 'application/json', JSON.stringify(json))).not.toEqual([]);
    expect((await ledger.caller.report(json)).status).toBe(422);
  });
});
