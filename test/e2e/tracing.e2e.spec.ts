import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Database from 'better-sqlite3';
import type { BatchAnswer, Call } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { TraceReceiver, type ReceivedSpan } from '../support/trace-receiver.ts';

jest.setTimeout(120_000);

const generator = new ReportGenerator(new SeededRandom(testSeed('tracing')));
const SPAN_ID = 'b7ad6b7169203331';
let receiver: TraceReceiver;
let ledger: LedgerProcess;
let traces = 0;

beforeAll(async () => {
  receiver = await TraceReceiver.start();
  ledger = await startRegisteredLedger({ PDL_OTLP_URL: receiver.url });
});
afterAll(async () => {
  await discard(ledger);
  await receiver.stop();
});

function newTraceId(): string {
  traces += 1;
  return `0af7651916cd43dd8448${traces.toString(16).padStart(12, '0')}`;
}

const traceparent = (traceId: string, flags = '01') => ({ traceparent: `00-${traceId}-${SPAN_ID}-${flags}` });

const has = (...names: readonly string[]) => {
  return (spans: readonly ReceivedSpan[]) => names.every((name) => spans.some((span) => span.name === name));
};
const WAY = ['POST /v1/records', 'ReportProcessing', 'append events', 'project events'];

/** Names from the span at the top down to the last one; each is the child of the one before. */
function chainOf(spans: readonly ReceivedSpan[], from = SPAN_ID): readonly string[] {
  const below = spans.find(({ parentSpanId }) => parentSpanId === from);
  return below === undefined ? [] : [below.name, ...chainOf(spans, below.spanId)];
}

function attributesOf(span: ReceivedSpan | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));
}

function storedTraceparents(): readonly unknown[] {
  const log = new Database(join(ledger.dataDir, 'events.sqlite'), { readonly: true });
  const rows = log.prepare<[], string>('select metadata from events order by position').pluck().all();
  log.close();
  return rows.map((metadata) => (JSON.parse(metadata) as { readonly traceparent?: string }).traceparent);
}

describe('a traced ledger', () => {
  it("carries the caller's trace from the request through command and append to the projection", async () => {
    const traceId = newTraceId();
    const answer = await ledger.caller.call('/v1/records', {
      as: 'emitter',
      json: generator.aboutPerson(),
      headers: traceparent(traceId),
    });
    expect(answer.status).toBe(201);

    const spans = await receiver.trace(traceId, has(...WAY));
    expect(chainOf(spans)).toEqual(WAY);
    expect(spans).toHaveLength(WAY.length);
    expect(attributesOf(spans.find(({ name }) => name === WAY[0]))).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/records',
      'http.response.status_code': 201,
    });
    const [append, projection] = WAY.slice(2).map((wanted) => spans.find(({ name }) => name === wanted));
    expect(attributesOf(append)).toEqual({ 'pdl.event.count': expect.anything(), 'pdl.stream.count': 1 });
    expect(attributesOf(projection)).toEqual({ 'pdl.event.count': attributesOf(append)['pdl.event.count'] });
    expect(BigInt(projection?.endTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(append?.startTimeUnixNano ?? 0));
  });

  it.each([
    ['a batch', { json: Array.from({ length: 120 }, () => generator.aboutPerson()) }],
    [
      'a stream of NDJSON',
      { body: JSON.stringify(generator.aboutPerson()), headers: { 'content-type': 'application/x-ndjson' } },
    ],
  ])('follows %s as well', async (_what, call: Call & { readonly json?: unknown }) => {
    const traceId = newTraceId();
    const headers = { ...call.headers, ...traceparent(traceId) };
    expect((await ledger.caller.call('/v1/records', { as: 'emitter', ...call, headers })).status).toBeLessThan(300);
    expect(chainOf(await receiver.trace(traceId, has(...WAY)))).toEqual(WAY);
  });

  it('shows reports that share a command in the trace of one, with links to the others', async () => {
    const traceIds = Array.from({ length: 20 }, newTraceId);
    await Promise.all(
      traceIds.map((traceId) =>
        ledger.caller.call('/v1/records', {
          as: 'emitter',
          json: generator.aboutPerson(),
          headers: traceparent(traceId),
        }),
      ),
    );
    for (const traceId of traceIds) await receiver.trace(traceId, has('POST /v1/records'));
    const commands = () => receiver.spans.filter(({ name, traceId }) => name === WAY[1] && traceIds.includes(traceId));
    const seen = () => commands().flatMap(({ traceId, links = [] }) => [traceId, ...links.map((link) => link.traceId)]);
    await receiver.trace(traceIds[0] ?? '', () => new Set(seen()).size === traceIds.length);
    expect(seen().toSorted()).toEqual(traceIds.toSorted());
  });

  it("keeps a report's own trace, and shows its projection there", async () => {
    const [own, request] = [newTraceId(), newTraceId()];
    const json = { ...generator.aboutPerson(), ...traceparent(own) };
    await ledger.caller.call('/v1/records', { as: 'emitter', json, headers: traceparent(request) });
    await receiver.trace(own, has('project events'));
    expect(chainOf(await receiver.trace(request, has('append events')))).toEqual(WAY.slice(0, 3));
    expect(storedTraceparents()).toContain(traceparent(own).traceparent);
  });

  it('sends nothing of a trace that its caller does not sample, and begins one of its own for a bad traceparent', async () => {
    const traceId = newTraceId();
    const before = receiver.spans.length;
    const call = (headers: Record<string, string>) =>
      ledger.caller.call('/v1/records', { as: 'emitter', json: generator.aboutPerson(), headers });
    await call(traceparent(traceId, '00'));
    await call({ traceparent: `00-${'0'.repeat(32)}-${SPAN_ID}-01` });
    await receiver.trace('', () => has('POST /v1/records')(receiver.spans.slice(before)));
    const roots = receiver.spans.slice(before).filter(({ name }) => name === 'POST /v1/records');
    expect(roots.map(({ traceId: id, parentSpanId }) => [id === traceId, parentSpanId ?? ''])).toEqual([[false, '']]);
    expect(receiver.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });

  it('works on while nobody takes its traces, says so once, and keeps to nothing when switched off', async () => {
    await ledger.stop();
    ledger = await restarted(ledger, { PDL_OTLP_URL: 'http://127.0.0.1:9' });
    const report = () => ledger.caller.report(Array.from({ length: 20 }, () => generator.aboutPerson()));
    expect((await report()).json<BatchAnswer>().recorded).toBe(20);
    for (const end = Date.now() + 20_000; Date.now() < end && !isTold();)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ledger.lines.filter((line) => line.includes('traces cannot be sent'))).toHaveLength(1);
    await ledger.stop();

    const before = storedTraceparents().length;
    const sent = receiver.raw.length;
    ledger = await restarted(ledger);
    await ledger.caller.call('/v1/records', {
      ...{ as: 'emitter', json: generator.report('AccountCancelled', { controllerId: CONTROLLERS[0] }) },
      headers: traceparent(newTraceId()),
    });
    expect(storedTraceparents().slice(before)).not.toHaveLength(0);
    expect(
      storedTraceparents()
        .slice(before)
        .filter((one) => one !== undefined),
    ).toEqual([]);
    expect(receiver.raw).toHaveLength(sent);
  });
});

const isTold = (): boolean => ledger.lines.some((line) => line.includes('traces cannot be sent'));
