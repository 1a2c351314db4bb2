import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CloudEvent, HTTP } from 'cloudevents';
import { recordTypes, SUBJECT_COUNT_MAX } from '#libs/domain';
import type { BatchAnswer, LedgerCaller, LineAnswer } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, RECORD_TYPES, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { RecordEntry, RecordReceipt } from '../support/wire.ts';

jest.setTimeout(120_000);

let ledger: LedgerProcess;
let caller: LedgerCaller;
const generator = new ReportGenerator(new SeededRandom(testSeed('records')));

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  caller = ledger.caller;
});
afterAll(() => discard(ledger));

const person = (...identifiers: readonly (readonly [string, string])[]) => ({
  identifiers: identifiers.map(([scheme, value]) => ({ scheme, value })),
});
const cancelled = (extra: object) => ({
  ...generator.report('AccountCancelled'),
  data: { requestedBy: 'subject' },
  ...extra,
});
const typesOf = (items: readonly RecordEntry[]): string[] => items.map(({ type }) => type);

describe('what services report', () => {
  it('is accepted in every record type, and found again', async () => {
    expect(RECORD_TYPES).toHaveLength(56);
    const reports = Array.from({ length: 4 }, () => RECORD_TYPES.map((type) => generator.report(type))).flat();
    const answer = await caller.report(reports);
    const batch = answer.json<BatchAnswer>();
    const refused = batch.results.flatMap(({ index, problem }) => (problem ? [[reports[index], problem]] : []));
    expect(refused).toEqual([]);
    expect([answer.status, batch.recorded]).toEqual([201, reports.length]);
    const atLeast = Math.max(...batch.results.map(({ position }) => position));
    const { items } = await caller.searchPage({ atLeast, limit: 1_000, order: 'asc', family: 'processing' });
    expect(items.map(({ id, type, occurredAt }) => [id, type, occurredAt])).toEqual(
      batch.results.map(({ id }, index) => [id, reports[index]?.type, reports[index]?.occurredAt]),
    );
    items.forEach(({ fields, type }, index) => {
      const definition = recordTypes.get(type)?.fields ?? {};
      const clear = Object.keys(reports[index]?.data ?? {}).filter((name) => {
        const field = definition[name];
        return (field?.kind === 'optional' ? field.of : field)?.kind !== 'sealedText';
      });
      expect(Object.keys(fields).sort()).toEqual(clear.sort());
    });
  });

  it('has happened: what is still to come is refused, and what a clock may be off is not', async () => {
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const answer = await caller.report([23, 25].map((hours) => cancelled({ occurredAt: inHours(hours) })));
    const { results } = answer.json<BatchAnswer>();
    expect(results.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [201, undefined],
      [422, 'invalidRecord'],
    ]);
    expect(results[1]?.problem?.errors).toMatchObject([{ pointer: '/occurredAt', code: 'tooLate' }]);
    expect(answer.text).not.toContain(inHours(25).slice(0, 13));
  });

  it('is answered item by item, the good beside the bad', async () => {
    const good = generator.aboutPerson();
    const answer = await caller.report([good, { ...good, sourceId: 'other', type: 'Nonsense' }, 5, null, good]);
    const { results, ...counts } = answer.json<BatchAnswer>();
    expect([answer.status, counts]).toEqual([207, { recorded: 1, replayed: 1, refused: 3 }]);
    expect(results.map(({ index, status, problem }) => [index, status, problem?.code])).toEqual([
      [0, 201, undefined],
      [1, 422, 'unknownRecordType'],
      [2, 422, 'invalidRecord'],
      [3, 422, 'invalidRecord'],
      [4, 201, undefined],
    ]);
  });

  it('is told which field names whom nobody registered, and which time ends before it begins', async () => {
    const shared = generator.report('PersonalDataShared');
    const consent = generator.report('ConsentGiven', { occurredAt: '2026-10-01T00:00:00Z' });
    const agreed = generator.report('RecipientAgreementConcluded');
    const answer = await caller.report([
      { ...shared, data: { ...shared.data, recipient: 'who-is-this' } },
      { ...consent, data: { ...consent.data, expiresAt: '2026-09-30T23:59:59Z' } },
      { ...agreed, data: { ...agreed.data, validFrom: '2026-03-02', validUntil: '2026-03-01' } },
    ]);
    const { results } = answer.json<BatchAnswer>();
    expect(
      results.map(({ problem }) => [problem?.code, problem?.errors?.map((one) => [one.pointer, one.code])]),
    ).toEqual([
      ['unknownRecipient', [['/data/recipient', 'unknownRecipient']]],
      ['invalidRecord', [['/data/expiresAt', 'tooEarly']]],
      ['invalidRecord', [['/data/validUntil', 'tooEarly']]],
    ]);
  });

  it('keeps apart the two contents that one batch sends under one id', async () => {
    const first = cancelled({});
    const other = { ...first, data: { requestedBy: 'employer' } };
    const answer = await caller.report([first, other, first]);
    const { results } = answer.json<BatchAnswer>();
    expect(results.map(({ status, replayed, problem }) => [status, replayed, problem?.code])).toEqual([
      [201, undefined, undefined],
      [409, undefined, 'contentConflict'],
      [201, true, undefined],
    ]);
    expect(results[2]).toMatchObject({ id: results[0]?.id, position: results[0]?.position });
  });

  it('is answered line by line as NDJSON, however many lines', async () => {
    const reports = Array.from({ length: 1_500 }, () => generator.aboutPerson());
    const lines = reports.map((report, index) => (index === 700 ? '{"broken' : JSON.stringify(report)));
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await caller.call('/v1/records', { as: 'emitter', body: `${lines.join('\n')}\n`, headers });
    const answers = answer.lines<LineAnswer>();
    expect(answers.map(({ line }) => line)).toEqual(lines.map((_line, index) => index + 1));
    expect(answers.filter(({ status }) => status !== 201).map(({ line, problem }) => [line, problem?.code])).toEqual([
      [701, 'invalidJson'],
    ]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1_500);
  });
});

describe('CloudEvents of the official SDK', () => {
  const subject = person(['userId', 'ce-user']);
  const time = '2026-11-20T10:00:00.000Z';
  const eventOf = (id: string) =>
    new CloudEvent({
      specversion: '1.0',
      id,
      source: '/crm/cloud-events',
      type: 'org.personal-data-ledger.AccountCancelled.v1',
      time,
      // A service may put anything here; the ledger does not read it.
      subject: 'somebody@example.com',
      datacontenttype: 'application/json',
      data: { controllerId: CONTROLLERS[0], subject, data: { requestedBy: 'subject' } },
    });
  const send = (message: { headers: object; body: unknown }) =>
    caller.call('/v1/records', {
      as: 'emitter',
      headers: message.headers as { [name: string]: string },
      body: typeof message.body === 'string' ? message.body : JSON.stringify(message.body),
    });

  it('name one record in every mode, and so does the same report as JSON', async () => {
    const event = eventOf('ce-1');
    const structured = await send(HTTP.structured(event));
    const binary = await send(HTTP.binary(event));
    const batch = await send({
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: [event, eventOf('ce-2')].map((one) => one.toJSON()),
    });
    const json = await caller.report({
      ...{ source: '/crm/cloud-events', sourceId: 'ce-1', type: 'AccountCancelled', occurredAt: time },
      ...{ controllerId: CONTROLLERS[0], subject, data: { requestedBy: 'subject' } },
    });
    const first = structured.json<RecordReceipt>();
    expect([structured, binary, batch, json].map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect([binary, json].map((answer) => [answer.headers.get('idempotency-replayed'), answer.json()])).toEqual([
      ['true', first],
      ['true', first],
    ]);
    expect(batch.json<BatchAnswer>()).toMatchObject({
      recorded: 1,
      replayed: 1,
      results: [{ ...first, replayed: true }, { subjectId: first.subjectId }],
    });
  });

  it('are refused with pointers into the event', async () => {
    const event = eventOf('ce-3').cloneWith({ data: { controllerId: CONTROLLERS[0], subject, data: {} } });
    const refused = await send(HTTP.structured(event));
    expect(refused.problem.errors?.map(({ pointer }) => pointer)).toEqual(['/data/data/requestedBy']);
    const other = await send(HTTP.binary(eventOf('ce-4').cloneWith({ type: 'com.example.other' })));
    expect(other.problem.errors).toEqual([expect.objectContaining({ pointer: '/type', code: 'cloudEvent' })]);
  });
});

describe('the same record', () => {
  it('sent ten times at once and again after a restart is one event with one answer', async () => {
    const report = cancelled({ id: '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a01', source: undefined, sourceId: undefined });
    const answers = await Promise.all(Array.from({ length: 10 }, () => caller.report(report)));
    const [first] = answers.map((answer) => answer.json<RecordReceipt>());
    expect(answers.map((answer) => [answer.status, answer.json()])).toEqual(answers.map(() => [201, first]));
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);

    await ledger.stop();
    ledger = await restarted(ledger);
    caller = ledger.caller;
    const again = await caller.report(report);
    expect([again.status, again.headers.get('idempotency-replayed'), again.json()]).toEqual([201, 'true', first]);
    const { items } = await caller.historyPage(first?.subjectId ?? '', { atLeast: first?.position });
    expect(typesOf(items)).toEqual(['AccountCancelled', 'IdentifiersLinked']);

    const other = await caller.report({ ...report, occurredAt: '2020-01-01T00:00:00Z' });
    expect(other.refusal).toEqual([409, 'contentConflict']);
  });

  it('is known by its content, whatever the order of its members', async () => {
    const report = cancelled({});
    const { id } = await caller.recorded(report);
    const turned = Object.fromEntries(Object.entries(report).reverse());
    const again = await caller.report(turned);
    expect([again.headers.get('idempotency-replayed'), again.json<RecordReceipt>().id]).toEqual(['true', id]);
  });
});

describe('a record about many people', () => {
  const subjects = Array.from({ length: SUBJECT_COUNT_MAX }, (_none, index) => person(['userId', `crowd-${index}`]));

  it('is one event for each, under one correlation id, and once only', async () => {
    const report = cancelled({ subject: undefined, subjects });
    const answer = await caller.report(report);
    const receipt = answer.json<RecordReceipt>();
    const events = receipt.subjects ?? [];
    expect([answer.status, events.length]).toEqual([201, SUBJECT_COUNT_MAX]);
    expect(new Set(events.map(({ subjectId }) => subjectId)).size).toBe(SUBJECT_COUNT_MAX);
    const again = await caller.report(report);
    expect([again.headers.get('idempotency-replayed'), again.json()]).toEqual(['true', receipt]);
    const last = events.at(-1);
    const { items } = await caller.historyPage(last?.subjectId ?? '', {
      atLeast: receipt.position,
      family: 'processing',
    });
    expect(items.map(({ id, correlationId }) => [id, correlationId])).toEqual([[last?.id, receipt.id]]);
  });

  it('names a thousand at most, each of them once, and never beside a single subject', async () => {
    const one = person(['userId', 'one-more']);
    const tooMany = await caller.report(cancelled({ subject: undefined, subjects: [...subjects, one] }));
    expect(tooMany.problem.errors).toEqual([expect.objectContaining({ pointer: '/subjects', code: 'tooMany' })]);
    const both = await caller.report(cancelled({ subjects: [one] }));
    expect(both.problem.errors).toEqual([expect.objectContaining({ pointer: '/subjects', code: 'subjectTwice' })]);
  });
});

describe('people who act', () => {
  it('have one id each, apart from the subject they may also be', async () => {
    const account = person(['staffId', 'clerk-1']);
    const actor = { kind: 'person', ...account };
    const reports = [cancelled({ actor }), cancelled({ actor }), cancelled({ subject: account })];
    const receipts = await Promise.all(reports.map((report) => caller.recorded(report)));
    const pages = await Promise.all(
      receipts.map(({ subjectId = '', position }) =>
        caller.historyPage(subjectId, { atLeast: position, type: 'AccountCancelled' }),
      ),
    );
    const actors = pages.map(({ items }) => items[0]?.actorId);
    expect(actors[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(actors[1]).toBe(actors[0]);
    expect([actors[2], receipts[2]?.subjectId === actors[0]]).toEqual([undefined, false]);
    const byId = await caller.report(cancelled({ actor: { kind: 'person', actorId: actors[0] } }));
    expect(byId.status).toBe(201);
    const unknown = await caller.report(cancelled({ actor: { kind: 'person', actorId: receipts[0]?.subjectId } }));
    expect(unknown.refusal).toEqual([422, 'unknownSubject']);
  });
});
