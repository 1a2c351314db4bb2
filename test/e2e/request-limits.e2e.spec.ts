import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Answer, LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom } from '../support/seeded-random.ts';

jest.setTimeout(120_000);

const [OURS, THEIRS] = CONTROLLERS;
const PER_SECOND = 40;
const PER_MINUTE = 600;
const ALARM = 4;
const QUOTA = 6;

let ledger: LedgerProcess;
let caller: LedgerCaller;
const generator = new ReportGenerator(new SeededRandom(9));
const names = Array.from({ length: QUOTA + 1 }, (_, n) => `person-${n}`);

beforeAll(async () => {
  ledger = await startRegisteredLedger({
    PDL_REQUESTS_PER_SECOND_MAX: String(PER_SECOND),
    PDL_RECORDS_PER_MINUTE_MAX: String(PER_MINUTE),
    PDL_LOOKUP_ALARM_SUBJECTS: String(ALARM),
    PDL_LOOKUP_SUBJECTS_MAX: String(QUOTA),
  });
  caller = ledger.caller;
  const reports = [OURS, THEIRS].flatMap((controllerId) => names.map((name) => reportAbout(name, controllerId)));
  expect((await caller.report(reports)).status).toBe(201);
});
afterAll(() => discard(ledger));

const reportAbout = (name: string, controllerId: string = OURS) =>
  generator.report('AccountCancelled', { controllerId, subject: { identifiers: [{ scheme: 'userId', value: name }] } });

let holders = 0;
async function newToken(role: string): Promise<string> {
  const key = await caller.newKey({ name: `Holder ${++holders}`, roles: [role], controllers: 'all' });
  return key.token;
}

const retryAfter = (answer: Answer | undefined): number => Number(answer?.headers.get('retry-after'));

async function figure(name: string): Promise<number> {
  const metrics = await caller.call('/metrics', { as: 'admin' });
  return Number(
    metrics.text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1] ?? 0,
  );
}

describe('requests per second', () => {
  it('are refused to the credential that sends too many, to no other, and only for a while', async () => {
    const [busy, quiet] = [await newToken('auditor'), await newToken('auditor')];
    const ask = (token: string) => caller.call('/v1/controllers', { as: token });
    const answers = await Promise.all(Array.from({ length: PER_SECOND * 4 }, () => ask(busy)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(PER_SECOND);
    expect(refused.length).toBeGreaterThan(0);
    expect([refused[0]?.problem.code, retryAfter(refused[0])]).toEqual(['tooManyRequests', 1]);
    expect((await ask(quiet)).status).toBe(200);
    await delay(retryAfter(refused[0]) * 1_000);
    expect((await ask(busy)).status).toBe(200);
    expect(await figure('pdl_requests_limited_total{limit="requests"}')).toBe(refused.length);
  });

  it('do not hold up whoever asks for health', async () => {
    const answers = await Promise.all(Array.from({ length: PER_SECOND * 3 }, () => caller.call('/healthz')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('records per minute', () => {
  it('are refused a batch at a time, and nothing of it is recorded', async () => {
    const token = await newToken('emitter');
    const batch = Array.from({ length: PER_MINUTE - 100 }, () => reportAbout('person-0'));
    expect((await caller.report(batch, token)).status).toBe(201);
    const before = await figure('pdl_records_total{outcome="recorded"}');
    const refused = await caller.report(batch, token);
    expect([...refused.refusal, refused.problem.detail]).toEqual([
      429,
      'tooManyRequests',
      'This credential has used up its records per minute.',
    ]);
    expect(retryAfter(refused)).toBeGreaterThan(30);
    expect(await figure('pdl_records_total{outcome="recorded"}')).toBe(before);
    expect((await caller.report(reportAbout('person-0'), token)).status).toBe(201);
  });

  it('are counted in a stream, which is not cut for it', async () => {
    const token = await newToken('emitter');
    const lines = Array.from({ length: PER_MINUTE + 20 }, () => `${JSON.stringify(reportAbout('person-0'))}\n`);
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await caller.call('/v1/records', { as: token, body: lines.join(''), headers });
    const outcomes = answer.lines<{ status: number }>().map(({ status }) => status);
    expect([outcomes.length, new Set(outcomes)]).toEqual([PER_MINUTE + 20, new Set([201])]);
    expect((await caller.report(reportAbout('person-0'), token)).status).toBe(429);
  });
});

describe('one credential that looks at very many people', () => {
  const lookUp = (name: string, as: string, controllerId: string = OURS) =>
    caller.lookup(controllerId, ['userId', name], as);
  const detections = async () => {
    // Whatever was recorded before this report is in the answer.
    const { position: atLeast } = await caller.recorded(reportAbout('person-0'));
    const { items } = await caller.searchPage({ type: 'MassLookupDetected', limit: 100, atLeast }, 'dpo');
    return items.map(({ controllerId, actorId, fields }) => ({ controllerId, actorId, fields }));
  };

  it('raises one alarm, as an event of each controller and a metric, and is stopped at its quota', async () => {
    const key = await caller.newKey({ name: 'Curious', roles: ['auditor'], controllers: 'all' });
    const alarmsBefore = await figure('pdl_mass_lookups_total');
    // Twice the same person, a guess that finds nobody, and two people of another controller.
    const first = await lookUp('person-0', key.token);
    const { subjectId } = first.json<{ subjectId: string }>();
    expect((await caller.history(subjectId, {}, key.token)).status).toBe(200);
    expect((await lookUp('nobody', key.token)).status).toBe(404);
    expect((await lookUp('person-1', key.token, THEIRS)).status).toBe(200);
    expect([await detections(), await figure('pdl_mass_lookups_total')]).toEqual([[], alarmsBefore]);
    expect((await lookUp('person-2', key.token, THEIRS)).status).toBe(200);
    const common = { credentialKind: 'apiKey', window: 'PT3600S' };
    const detected = [
      { controllerId: OURS, actorId: key.actorId, fields: { ...common, subjectCount: 1, missCount: 1 } },
      { controllerId: THEIRS, actorId: key.actorId, fields: { ...common, subjectCount: 2, missCount: 0 } },
    ];
    expect(await detections()).toEqual(expect.arrayContaining(detected));
    for (const name of ['person-3', 'person-4']) expect((await lookUp(name, key.token)).status).toBe(200);
    const refused = await lookUp('person-5', key.token);
    expect([...refused.refusal, retryAfter(refused) > 3_000]).toEqual([429, 'tooManyRequests', true]);
    expect((await caller.history(subjectId, {}, key.token)).status).toBe(200);
    expect((await lookUp('person-5', await newToken('auditor'))).status).toBe(200);
    expect([(await detections()).length, await figure('pdl_mass_lookups_total')]).toEqual([2, alarmsBefore + 1]);
  });

  it('is counted however it reads: by searches narrowed to one person too', async () => {
    const token = await newToken('auditor');
    const ids: string[] = [];
    for (const name of names) {
      const answer = await lookUp(name, 'dpo');
      if (answer.status === 200) ids.push(answer.json<{ subjectId: string }>().subjectId);
    }
    expect(ids).toHaveLength(QUOTA);
    const [one = '', ...others] = ids;
    for (const subjectId of others) await caller.search({ subjectId, controllerId: OURS }, token);
    expect((await caller.search({ subjectId: one, controllerId: OURS }, token)).status).toBe(200);
    expect((await lookUp('nobody', token)).status).toBe(429);
  });
});
