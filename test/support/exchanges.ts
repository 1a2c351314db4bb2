import { expect } from '@jest/globals';
import type { Answer, Call } from './ledger-caller.ts';
import type { RecordReceipt } from './wire.ts';

/** Calls an operation, and sees to it that the answer is as described. */
export type Exchange = (operationId: string, path: string, call: Call) => Promise<Answer>;

const NOBODY = '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a01';

/** Every good answer about deadlines and webhooks, and how they refuse. @param cancelled Of an account at Kamoer. */
export async function exchangeAboutDeadlines(exchange: Exchange, cancelled: RecordReceipt): Promise<void> {
  const { subjectId = '', position } = cancelled;
  const search = (query: string, as = 'dpo') => exchange('searchDeadlines', `/v1/deadlines?${query}`, { as });
  expect((await search(`subjectId=${subjectId}&atLeast=${position}`)).text).toContain('CN-PIPL-47');
  expect((await search('cursor=none')).refusal).toEqual([400, 'invalidCursor']);
  expect((await search('kind=lunch')).refusal).toEqual([400, 'invalidQuery']);
  expect((await search('controllerId=nobody')).status).toBe(400);
  expect((await search('', 'emitter')).status).toBe(403);
  await exchangeAboutWebhooks(exchange);
}

async function exchangeAboutWebhooks(exchange: Exchange): Promise<void> {
  const register = (url: string, controllerId = 'kamoer') =>
    exchange('registerWebhook', '/v1/webhooks', { json: { controllerId, url }, as: 'admin' });
  const { id } = (await register('https://crm.example.com/hooks')).json<{ readonly id: string }>();
  expect((await register('https://crm.example.com:443/hooks')).refusal).toEqual([409, 'alreadyExists']);
  expect((await register('https://10.0.0.1/hooks')).problem.errors).toMatchObject([
    { pointer: '/url', code: 'notPublic' },
  ]);
  expect((await register('https://crm.example.com/', 'nobody')).refusal).toEqual([422, 'unknownController']);
  for (let more = 0; more < 9; more += 1) await register(`https://crm.example.com/${more}`);
  expect((await register('https://crm.example.com/eleventh')).refusal).toEqual([409, 'stateConflict']);
  await exchange('listWebhooks', '/v1/webhooks?controllerId=kamoer', { as: 'dpo' });
  await exchange('listWebhooks', '/v1/webhooks', { as: 'emitter' });
  const remove = (which: string) =>
    exchange('removeWebhook', `/v1/webhooks/${which}`, { method: 'DELETE', as: 'admin' });
  expect([(await remove(id)).status, (await remove(id)).status, (await remove(NOBODY)).status]).toEqual([
    204, 204, 404,
  ]);
}

/** How the ledger answers whoever runs it. */
export async function exchangeAboutOperations(exchange: Exchange): Promise<void> {
  await exchange('readHealth', '/healthz', {});
  await exchange('readReadiness', '/readyz', {});
  await exchange('readMetrics', '/metrics', { as: 'admin' });
  await exchange('readMetrics', '/metrics', {});
}
