import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { queryText, type Answer, type BatchAnswer, type Call, type LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { identifiers, marked, MARKED_HEADERS, markedReport, STATEMENTS } from '../support/marked-reports.ts';
import { MARK, MARKED_DIGITS, marksIn, marksInFiles, marksInTables } from '../support/marked-text.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { smallPolicy } from '../support/small-policy.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { TraceReceiver } from '../support/trace-receiver.ts';
import { markedViews } from '../support/view-rows.ts';
import type { CreatedKey, HistoryPage, RecordReceipt } from '../support/wire.ts';

jest.setTimeout(120_000);

const ADMIN_KEY = `${MARK}-administrator-of-the-ledger`;
const NDJSON = 'application/x-ndjson';
let ledger: LedgerProcess;
let receiver: TraceReceiver;
let caller: LedgerCaller;
let subjectId: string;
let other: string;
let key: CreatedKey;
let webhookSecret: string;
let position: number;
/** Operations of the API that were called, as openapi.json names them. */
const called = new Set<string>();
/** Answers that may show nothing marked. */
const silent: Answer[] = [];
const generator = new ReportGenerator(new SeededRandom(1));

async function call(template: string, path: string, options: Call & { readonly json?: unknown }): Promise<Answer> {
  const method = options.method ?? (options.json === undefined && options.body === undefined ? 'GET' : 'POST');
  called.add(`${method} ${template}`);
  const answer = await caller.call(path, { ...options, headers: { ...MARKED_HEADERS, ...options.headers } });
  if (answer.status >= 400) silent.push(answer);
  return answer;
}

const report = (options: Call): Promise<Answer> => call('/v1/records', '/v1/records', { as: 'emitter', ...options });

async function recordInEveryForm(): Promise<void> {
  const phone = { scheme: 'phone', value: `+${MARKED_DIGITS}` };
  const first = await report({
    json: markedReport('anna', { subject: { identifiers: [...identifiers('anna'), phone] } }),
  });
  subjectId = first.json<RecordReceipt>().subjectId ?? '';
  const batch = await report({
    json: [markedReport('bo'), markedReport('anna'), { [marked('field')]: marked('value') }],
  });
  const answers = batch.json<BatchAnswer>().results;
  other = answers[0]?.subjectId ?? '';
  silent.push(batch, await report({ json: { ...markedReport('anna'), [marked('field')]: 1 } }));
  const lines = [JSON.stringify(markedReport('cy')), `{"${MARK}`, JSON.stringify(markedReport('anna', { type: MARK }))];
  silent.push(await report({ body: lines.join('\n'), headers: { 'content-type': NDJSON } }));
  const { source, sourceId, type, occurredAt, ...data } = markedReport('anna');
  const event = {
    ...{ specversion: '1.0', id: sourceId, source, type: `org.personal-data-ledger.${type}.v1`, time: occurredAt },
    ...{ subject: marked('subject attribute'), extension: marked('extension'), data },
  };
  const structured = { 'content-type': 'application/cloudevents+json' };
  silent.push(await report({ body: JSON.stringify(event), headers: structured }));
  silent.push(await report({ body: JSON.stringify({ ...event, type: marked('type') }), headers: structured }));
  const crowd = ['anna', 'bo', 'dee'].map((name) => ({ identifiers: identifiers(name) }));
  silent.push(await report({ json: markedReport('', { subject: undefined, subjects: crowd }) }));
  // Of two people: a conflict.
  const two = [identifiers('bo')[0], identifiers('anna')[1]];
  const last = await report({ json: markedReport('', { subject: { identifiers: two } }) });
  position = last.json<RecordReceipt>().position;
  silent.push(first, last);
}

/** What people say about findings is sealed; a policy is public, and only what is refused is marked here. */
async function assess(): Promise<void> {
  const yaml = { 'content-type': 'application/yaml' };
  const publish = (body: string, as = 'dpo') => call('/v1/policies', '/v1/policies', { body, headers: yaml, as });
  expect((await publish(smallPolicy(CONTROLLERS[0]))).status).toBe(201);
  silent.push(await publish(`${MARK}: [`), await publish(`${MARK}: ${MARK}`));
  silent.push(await publish(`${smallPolicy(CONTROLLERS[0])}${MARK}: 1\n`));
  const path = `/v1/policies/${CONTROLLERS[0]}`;
  silent.push(await call('/v1/policies', '/v1/policies', { as: 'auditor' }));
  silent.push(
    await call('/v1/policies/{controllerId}/{policyVersion}', `${path}/small-1`, { as: 'auditor' }),
    await call('/v1/policies/{controllerId}/{policyVersion}', `${path}/${MARK}`, { as: 'auditor' }),
  );
  const subject = { identifiers: identifiers('anna') };
  const use = generator.report('PersonalDataUsed', { controllerId: CONTROLLERS[0], subject, source: MARK });
  const { id, position: used } = (await report({ json: use })).json<RecordReceipt>();
  const { type, controllerId, data } = use;
  for (const json of [
    { type, controllerId, data, subject },
    { type, controllerId, data, subject: { identifiers: identifiers('nobody-yet') } },
    { type: MARK, controllerId, data: { [MARK]: MARK }, [MARK]: 1 },
  ]) {
    silent.push(await call('/v1/checks', '/v1/checks', { json, as: 'emitter' }));
  }
  const found = await call('/v1/findings', `/v1/findings?recordId=${id}&atLeast=${used}`, { as: 'dpo' });
  const [finding] = found.json<{ readonly items: readonly { readonly id: string }[] }>().items;
  silent.push(found, await call('/v1/findings', `/v1/findings?rule=${MARK}&cursor=${MARK}`, { as: 'dpo' }));
  const one = `/v1/findings/${finding?.id ?? ''}`;
  for (const step of ['explanations', 'acceptances', 'resolutions']) {
    const etag = (await caller.call(one, { as: 'dpo' })).headers.get('etag') ?? '';
    const options = { json: { text: marked(step) }, as: 'dpo', headers: { 'if-match': etag } };
    silent.push(await call(`/v1/findings/{findingId}/${step}`, `${one}/${step}`, options));
  }
  silent.push(await call('/v1/findings/{findingId}', one, { as: 'auditor' }));
  for (const accept of ['application/json', 'text/csv', 'text/html']) {
    const ropa = { as: 'auditor', headers: { accept } };
    silent.push(await call('/v1/ropa', `/v1/ropa?controllerId=${CONTROLLERS[0]}&atLeast=${used}`, ropa));
    silent.push(await call('/v1/ropa', `/v1/ropa?controllerId=${MARK}`, ropa));
  }
  const words = await call('/v1/findings/{findingId}', `${one}?reveal=statements`, { as: 'dpo' });
  expect(words.text).toContain(marked('explanations'));
  expect(words.text).toContain(marked('acceptances'));
  const url = `https://${MARK.toLowerCase()}.example/${MARK}?x=${MARKED_DIGITS}`;
  const webhook = await call('/v1/webhooks', '/v1/webhooks', { json: { controllerId, url }, as: 'admin' });
  webhookSecret = webhook.json<{ readonly secret: string }>().secret;
  const listed = await call('/v1/webhooks', '/v1/webhooks', { as: 'admin' });
  expect(listed.text).toContain(MARKED_DIGITS);
  expect(listed.text).not.toContain(webhookSecret);
  silent.push(
    await call('/v1/webhooks', '/v1/webhooks', { json: { controllerId, url: `http://${MARK}` }, as: 'admin' }),
  );
  const { id: webhookId } = webhook.json<{ readonly id: string }>();
  const removed = await call('/v1/webhooks/{webhookId}', `/v1/webhooks/${webhookId}`, {
    method: 'DELETE',
    as: 'admin',
  });
  silent.push(webhook, removed);
  silent.push(await call('/v1/deadlines', '/v1/deadlines', { as: 'dpo' }));
  silent.push(await call('/v1/deadlines', `/v1/deadlines?kind=${MARK}&cursor=${MARK}`, { as: 'dpo' }));
  silent.push(await call('/v1/reassessments', '/v1/reassessments', { json: { controllerId }, as: 'dpo' }));
  silent.push(await call('/v1/reassessments', '/v1/reassessments', { json: { controllerId, from: MARK }, as: 'dpo' }));
}

async function recordEveryType(): Promise<void> {
  const json = generator.report('PersonalDataShared', { source: MARK });
  const statements = STATEMENTS.map(({ type, path, text }) => {
    const one = generator.report(type, { source: MARK, subject: { identifiers: identifiers('anna') } });
    return { ...one, data: { ...one.data, [path]: text } };
  });
  const answer = await report({ json: [json, ...statements] });
  expect(answer.json<BatchAnswer>().recorded).toBe(1 + statements.length);
  silent.push(answer);
}

async function askEverything(): Promise<void> {
  const history = '/v1/subjects/{subjectId}/history';
  const path = `/v1/subjects/${subjectId}/history`;
  const lookup = (value: string, scheme = 'email') =>
    call('/v1/subjects/lookup', '/v1/subjects/lookup', {
      ...{ as: 'auditor', json: { controllerId: CONTROLLERS[0], identifier: { scheme, value } } },
    });
  silent.push(
    await lookup(`${MARK}.anna@example.com`),
    await lookup(`${MARK}.nobody@example.com`),
    await lookup(MARK, marked('')),
  );
  silent.push(await call(history, path, { as: 'auditor' }));
  for (const accept of [NDJSON, 'text/csv']) {
    silent.push(await call(history, path, { as: 'auditor', headers: { accept } }));
    silent.push(await call('/v1/records', '/v1/records', { as: 'auditor', headers: { accept } }));
  }
  silent.push(await call('/v1/records', '/v1/records', { as: 'auditor' }));
  for (const name of ['type', 'category', 'recipient', 'controllerId', 'cursor', 'asOf', 'reveal', 'limit', MARK]) {
    silent.push(await call(history, `${path}${queryText({ [name]: MARK })}`, { as: 'dpo' }));
    silent.push(await call('/v1/records', `/v1/records${queryText({ [name]: MARK })}`, { as: 'auditor' }));
  }
  for (const [operation, asked] of markedViews(subjectId, MARK)) {
    silent.push(await call(operation, asked, { as: 'auditor' }));
  }
  for (const wrong of [`/v1/${MARK}`, `/${MARK}?${MARK}=${MARK}`, `/v1/subjects/${MARK}/history`, `/docs/${MARK}`]) {
    silent.push(await call(wrong, wrong, { as: 'auditor' }), await call(wrong, wrong, { as: MARK }));
    silent.push(await call(wrong, wrong, { method: 'DELETE', as: `pdl_${MARK}` }));
  }
  silent.push(await report({ body: `{"${MARK}`, headers: { 'content-type': 'application/json' } }));
  silent.push(await report({ body: MARK, headers: { 'content-type': `text/${MARK}` } }));
  silent.push(await report({ json: markedReport('anna'), headers: { authorization: `Basic ${MARK}` } }));
}

async function administer(): Promise<void> {
  const post = (path: string, json: unknown, as = 'admin') =>
    call(path.replace(subjectId, '{subjectId}'), path, { json, as });
  const made = await post('/v1/keys', { name: marked('holder'), roles: ['auditor'], controllers: 'all' });
  key = made.json<CreatedKey>();
  const listed = await call('/v1/keys', '/v1/keys', { as: 'admin' });
  expect(listed.text).toContain(marked('holder'));
  silent.push(
    await post('/v1/keys', { name: marked('holder'), roles: [MARK], controllers: [marked('')], label: marked('') }),
  );
  silent.push(await call('/v1/keys/{keyId}', `/v1/keys/${MARK}`, { method: 'DELETE', as: 'admin' }));
  const change = { other, reason: marked('reason to merge') };
  silent.push(await post(`/v1/subjects/${subjectId}/merges`, change, 'dpo'));
  silent.push(await post(`/v1/subjects/${subjectId}/merges`, { ...change, other: MARK }, 'dpo'));
  silent.push(await post(`/v1/subjects/${subjectId}/separations`, change, 'dpo'));
  // Names of organisations and labels of terms are public; only what is refused is marked here.
  for (const path of ['/v1/controllers', '/v1/recipients', '/v1/vocabulary/terms']) {
    silent.push(await post(path, { id: marked(''), name: MARK, names: [MARK], role: MARK, [MARK]: 1 }));
  }
  for (const path of [
    '/v1/controllers',
    '/v1/recipients',
    '/v1/vocabulary',
    `/v1/vocabulary?q=${MARK}&scheme=${MARK}`,
  ]) {
    silent.push(await call(path.split('?')[0] ?? '', path, { as: 'auditor' }));
  }
  for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json']) {
    silent.push(await call(path, `${path}?${MARK}=${MARK}`, { as: 'admin' }));
  }
}

beforeAll(async () => {
  receiver = await TraceReceiver.start();
  const env = { PDL_LOG_LEVEL: 'trace', PDL_ADMIN_KEY: ADMIN_KEY, PDL_OTLP_URL: receiver.url };
  ledger = await startRegisteredLedger(env);
  caller = ledger.caller;
  await recordInEveryForm();
  await recordEveryType();
  await askEverything();
  await administer();
  await assess();
});
afterAll(async () => {
  await discard(ledger);
  await receiver.stop();
});

describe('a marked value, written through every endpoint', () => {
  it('is found in each coding by the search that is used here', () => {
    const text = `x${MARK}y${MARKED_DIGITS}`;
    for (const pad of ['', 'a', 'ab']) {
      expect(marksIn(Buffer.from(`${pad}${text}`).toString('base64'))).toHaveLength(2);
      expect(marksIn(Buffer.from(`${pad}${text}`).toString('base64url'))).toHaveLength(2);
    }
    expect(marksIn(Buffer.from(text, 'utf16le'))).toHaveLength(2);
    expect([marksIn(Buffer.from(text).toString('hex')).length, marksIn('zebra fink')]).toEqual([2, []]);
  });

  it('went through every operation there is', async () => {
    const document = (await caller.call('/openapi.json')).json<{ paths: { [path: string]: object } }>();
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.filter((operation) => !called.has(operation))).toEqual([]);
  });

  it('is in no answer: receipts, pages, exports, refusals, metrics, description', () => {
    expect(silent.length).toBeGreaterThan(70);
    expect(silent.filter(({ status }) => status >= 400).length).toBeGreaterThan(40);
    expect(silent.filter(({ status }) => status >= 500).map(({ text }) => text)).toEqual([]);
    const telling = silent.filter(({ text, headers }) => marksIn(`${text}${JSON.stringify([...headers])}`).length > 0);
    expect(telling.map(({ text }) => text)).toEqual([]);
  });

  it('is in no line of the log, at its most talkative', () => {
    expect(ledger.lines.length).toBeGreaterThan(100);
    expect(ledger.lines.filter((line) => marksIn(line).length > 0)).toEqual([]);
  });

  it('is told again to whoever may reveal it', async () => {
    const query = { reveal: ['identifiers', 'statements', 'details'], atLeast: position, limit: 1_000 };
    const { text } = await caller.history(subjectId, query, 'dpo');
    const { items } = JSON.parse(text) as HistoryPage;
    expect(items.length).toBeGreaterThan(10);
    for (const value of ['reason', 'given', 'as a name', 'in a list', 'reason to merge']) {
      expect(text).toContain(marked(value));
    }
    expect(STATEMENTS.filter((statement) => !text.includes(JSON.stringify(statement.text)))).toEqual([]);
    expect(STATEMENTS.length).toBeGreaterThan(10);
    for (const value of [`${MARK}-anna`, `${MARK}.anna@example.com`, MARKED_DIGITS]) expect(text).toContain(value);
  });

  it('is in no file, no table and no trace, neither at work nor after the end', async () => {
    const secret = key.token.slice(`pdl_${key.keyId}_`.length);
    const atWork = marksInFiles(ledger.dataDir);
    await ledger.stop();
    // Spans are told where people are even less expected than in logs; the end sent the last of them.
    expect(receiver.spans.length).toBeGreaterThan(100);
    expect(receiver.raw.flatMap((sent) => marksIn(sent))).toEqual([]);
    expect(receiver.raw.filter((sent) => sent.includes(subjectId))).toEqual([]);
    // Which column holds it says most, so that comes first.
    const { found, cellCount } = marksInTables(ledger.dataDir);
    expect(found).toEqual([]);
    expect(cellCount).toBeGreaterThan(1_000);
    expect([atWork, marksInFiles(ledger.dataDir)]).toEqual([[], []]);
    expect(marksInFiles(ledger.dataDir, [secret, webhookSecret.slice('whsec_'.length), ADMIN_KEY])).toEqual([]);
  });
});
