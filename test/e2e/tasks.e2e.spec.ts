import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS } from '../support/report-generator.ts';
import { WebhookReceiver, type Received } from '../support/webhook-receiver.ts';

jest.setTimeout(120_000);

/** The moments are counted from when the task came up: a busy machine misses some, and the last is late enough for the third try. */
const ENV = { PDL_WEBHOOK_ALLOW_LOOPBACK: 'true', PDL_WEBHOOK_RETRY_S: '0,1,3,12' };
const [KAMOER, KAADAS] = CONTROLLERS;

interface Task {
  readonly id: string;
  readonly subjectId: string;
  readonly state: string;
  readonly due: string;
  readonly deliveries?: readonly {
    readonly endpointId: string;
    readonly state: string;
    readonly attempts?: number;
    readonly nextTryAt?: string;
    readonly lastFailure?: { readonly failure: string; readonly status?: number; readonly at: string };
  }[];
}
interface Hook {
  readonly id: string;
  readonly secret: string;
}

const receiver = new WebhookReceiver();
let ledger: LedgerProcess;
let count = 0;

beforeAll(async () => {
  await receiver.start();
  ledger = await startRegisteredLedger(ENV);
});
afterAll(async () => {
  await discard(ledger);
  await receiver.stop();
});

const register = async (path: string, controllerId: string): Promise<Hook> =>
  (
    await ledger.caller.call('/v1/webhooks', { json: { controllerId, url: receiver.urlOf(path) }, as: 'admin' })
  ).json<Hook>();
const remove = (hook: Hook) => ledger.caller.call(`/v1/webhooks/${hook.id}`, { method: 'DELETE', as: 'admin' });

/** Data of somebody that may be kept for no time at all. */
async function collect(controllerId: string): Promise<{ readonly subjectId: string; readonly user: string }> {
  count += 1;
  const user = `person-${count}`;
  const { subjectId = '' } = await ledger.caller.recorded({
    ...{ source: '/tasks', sourceId: `collected-${count}`, type: 'PersonalDataCollected', controllerId },
    ...{ occurredAt: new Date().toISOString(), subject: { identifiers: [{ scheme: 'userId', value: user }] } },
    data: {
      ...{ function: 'shop', categories: [{ category: 'pd:EmailAddress' }], source: { kind: 'subject' } },
      ...{ purposes: ['dpv:ServiceProvision'], retentionPeriod: 'PT1S' },
    },
  });
  return { subjectId, user };
}

async function taskOf(subjectId: string, query = 'state=open,overdue,met'): Promise<Task | undefined> {
  const answer = await ledger.caller.call(`/v1/deadlines?subjectId=${subjectId}&${query}`, { as: 'dpo' });
  return answer.json<{ readonly items: readonly Task[] }>().items[0];
}

async function eventually<T>(look: () => Promise<T> | T, fits: (seen: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; ; await delay(100)) {
    const seen = await look();
    if (fits(seen) || Date.now() > end) return seen;
  }
}

const headersOf = ({ headers }: Received) => headers as Record<string, string>;
const idOf = (message: Received): string => String(message.headers['webhook-id']);

describe('a service that is told what has to go', () => {
  it('gets a signed message without personal data, and has done the task when it reports so', async () => {
    const hook = await register('/good', KAMOER);
    const { subjectId, user } = await collect(KAMOER);
    const [message] = await eventually(
      () => receiver.at('/good'),
      ({ length }) => length > 0,
    );
    if (message === undefined) throw new Error('Nothing was sent.');
    const { type, data } = new Webhook(hook.secret).verify(message.body, headersOf(message)) as {
      type: string;
      data: { [name: string]: unknown };
    };
    const task = await eventually(
      () => taskOf(subjectId),
      (one) => one?.deliveries?.[0]?.state === 'delivered',
    );
    expect([type, data]).toEqual([
      'task.due',
      {
        ...{ deadlineId: task?.id, controllerId: KAMOER, subjectId, kind: 'retention', due: task?.due },
        ...{ actions: ['delete', 'anonymize'], categories: ['https://w3id.org/dpv/pd#EmailAddress'] },
        ...{ rule: { id: 'retentionPeriod', clause: 'as recorded' }, origin: 'record', startedBy: expect.any(String) },
      },
    ]);
    expect(`${message.body}${JSON.stringify(message.headers)}`).not.toContain(user);
    expect(task).toMatchObject({ state: 'overdue', deliveries: [{ endpointId: hook.id, attempts: 1 }] });
    expect(await taskOf(subjectId, 'task=delivered')).toMatchObject({ id: task?.id });

    await ledger.caller.recorded({
      ...{ source: '/tasks', sourceId: `deleted-${count}`, type: 'PersonalDataDeleted', controllerId: KAMOER },
      ...{ occurredAt: new Date().toISOString(), subject: { subjectId } },
      data: { categories: ['pd:EmailAddress'], method: 'erasure', ground: 'retentionExpired' },
    });
    const done = await eventually(
      () => taskOf(subjectId),
      (one) => one?.state === 'met',
    );
    expect(done).toMatchObject({ state: 'met', deliveries: [{ endpointId: hook.id, state: 'delivered' }] });
    const history = await ledger.caller.call(`/v1/subjects/${subjectId}/history?family=deadline`, { as: 'dpo' });
    expect(history.json<{ items: { type: string }[] }>().items.map((one) => one.type)).toEqual([
      'TaskDelivered',
      'DeadlinePassed',
    ]);
    expect(receiver.at('/good')).toHaveLength(1);
    await remove(hook);
  });

  it('is tried again under the same id, and follows no redirection', async () => {
    receiver.answer('/later', 500, 302, 200);
    const hook = await register('/later', KAMOER);
    const { subjectId } = await collect(KAMOER);
    const task = await eventually(
      () => taskOf(subjectId),
      (one) => one?.deliveries?.[0]?.state === 'delivered',
    );
    expect(task?.deliveries).toMatchObject([{ endpointId: hook.id, state: 'delivered', attempts: 3 }]);
    expect(task?.deliveries?.[0]?.lastFailure).toMatchObject({ failure: 'refused', status: 302 });
    const messages = receiver.at('/later');
    expect([messages.length, new Set(messages.map(idOf)).size]).toEqual([3, 1]);
    for (const message of messages) new Webhook(hook.secret).verify(message.body, headersOf(message));
    expect(receiver.at('/elsewhere')).toEqual([]);
    await remove(hook);
  });

  it('is given up in the end, which can be seen', async () => {
    receiver.answer('/dead', 503);
    const hook = await register('/dead', KAADAS);
    const again = { controllerId: KAADAS, url: receiver.urlOf('/dead') };
    const refused = await ledger.caller.call('/v1/webhooks', { json: again, as: 'admin' });
    expect([refused.refusal, refused.problem.errors]).toMatchObject([[409, 'alreadyExists'], [{ pointer: '/url' }]]);
    const { subjectId } = await collect(KAADAS);
    const before = Date.now();
    const waiting = await eventually(
      () => taskOf(subjectId, 'task=pending'),
      (one) => one?.deliveries !== undefined,
    );
    const [delivery] = waiting?.deliveries ?? [];
    expect(delivery).toMatchObject({ endpointId: hook.id, state: 'pending', nextTryAt: expect.stringMatching(/Z$/) });
    const tried = await eventually(
      () => taskOf(subjectId, 'task=pending'),
      (one) => (one?.deliveries?.[0]?.attempts ?? 0) >= 1,
    );
    expect(tried?.deliveries?.[0]).toMatchObject({
      state: 'pending',
      lastFailure: { failure: 'refused', status: 503 },
    });
    const hooks = await ledger.caller.call(`/v1/webhooks?controllerId=${KAADAS}`, { as: 'dpo' });
    expect(hooks.json<{ items: unknown[] }>().items).toMatchObject([
      { id: hook.id, lastFailure: { failure: 'refused', status: 503, at: expect.stringMatching(/Z$/) } },
    ]);
    const next = Date.parse(delivery?.nextTryAt ?? '');
    expect([next > before, next < Date.now() + 12_000]).toEqual([true, true]);
    const task = await eventually(
      () => taskOf(subjectId),
      (one) => one?.deliveries?.[0]?.state === 'abandoned',
    );
    const { length: attempts } = receiver.at('/dead');
    expect(task).toMatchObject({
      state: 'overdue',
      deliveries: [{ endpointId: hook.id, state: 'abandoned', attempts, lastFailure: { status: 503 } }],
    });
    expect(await taskOf(subjectId, 'task=abandoned')).toMatchObject({ id: task?.id });
    expect(await taskOf(subjectId, 'task=pending')).toBeUndefined();
    const { text } = await ledger.caller.call('/metrics', { as: 'admin' });
    expect(text).toMatch(/pdl_task_deliveries_total\{outcome="abandoned"\} 1/);
    const sent = receiver.at('/dead').length;
    await delay(3_000);
    expect(receiver.at('/dead')).toHaveLength(sent);

    // Another service of the company, which comes later, is told as well.
    const other = await register('/successor', KAADAS);
    const told = await eventually(
      () => receiver.at('/successor'),
      ({ length }) => length > 0,
    );
    expect(told.map(({ body }) => (JSON.parse(body) as { data: { subjectId: string } }).data.subjectId)).toEqual([
      subjectId,
    ]);
    await remove(other);
    await remove(hook);
  });

  it('is told after a kill in between, under the same id, and what was on record as told is not sent again', async () => {
    receiver.answer('/killed', 500);
    const hook = await register('/killed', KAMOER);
    const { subjectId } = await collect(KAMOER);
    await eventually(
      () => receiver.at('/killed'),
      ({ length }) => length > 0,
    );
    await ledger.kill();
    receiver.answer('/killed', 204);
    ledger = await restarted(ledger, ENV);
    const task = await eventually(
      () => taskOf(subjectId),
      (one) => one?.deliveries?.[0]?.state === 'delivered',
    );
    expect(task?.deliveries).toMatchObject([{ endpointId: hook.id, state: 'delivered' }]);
    // Those of earlier stories are overdue as well, and this service had not been told of them.
    const about = () => receiver.at('/killed').filter(({ body }) => body.includes(subjectId));
    const messages = about();
    expect(new Set(messages.map(idOf)).size).toBe(1);
    await ledger.kill();
    ledger = await restarted(ledger, ENV);
    await delay(3_000);
    expect(about()).toHaveLength(messages.length);
  });
});
