import { expect } from '@jest/globals';
import type { Exchange } from './exchanges.ts';
import type { LedgerCaller } from './ledger-caller.ts';
import { smallPolicy } from './small-policy.ts';
import type { FindingItems } from './wire.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Every good answer about policies, checks and findings, and how they refuse. @param used A report of a use at Kamoer, without a name. */
export async function exchangeAboutAssessment(
  exchange: Exchange,
  caller: LedgerCaller,
  used: { readonly source: string; readonly data: unknown },
): Promise<void> {
  const publish = (body: string, as = 'dpo') =>
    exchange('publishPolicy', '/v1/policies', { body, headers: { 'content-type': 'application/yaml' }, as });
  const policy = smallPolicy('kamoer');
  expect([(await publish(policy)).status, (await publish(policy)).status]).toEqual([201, 201]);
  expect((await publish(policy.replace('at once', 'soon'))).refusal).toEqual([409, 'contentConflict']);
  expect((await publish(smallPolicy('kamoer', 'small-2'))).refusal).toEqual([422, 'invalidPolicy']);
  const faults = (await publish(`${policy}rowz: []\n`)).problem.errors;
  expect(faults).toMatchObject([{ pointer: '', code: 'unexpected', line: 18, column: 1 }]);
  await publish(policy, 'emitter');
  await exchange('listPolicies', '/v1/policies?controllerId=kamoer', { as: 'auditor' });
  await exchange('readPolicy', '/v1/policies/kamoer/small-1', { as: 'auditor' });
  await exchange('readPolicy', '/v1/policies/kamoer/none', { as: 'auditor' });
  const { source: _source, ...supposed } = used;
  expect((await exchange('check', '/v1/checks', { json: supposed, as: 'emitter' })).status).toBe(200);
  expect((await exchange('check', '/v1/checks', { json: { ...supposed, data: {} }, as: 'emitter' })).status).toBe(422);
  const { id, position } = await caller.recorded({ ...used, sourceId: 'judged' });
  const search = (query: string) => exchange('searchFindings', `/v1/findings?${query}`, { as: 'dpo' });
  const [finding] = (await search(`recordId=${id}&atLeast=${position}`)).json<FindingItems>().items;
  expect((await search('cursor=none')).status).toBe(400);
  const one = `/v1/findings/${finding?.id ?? ''}`;
  const step = (operation: string, path: string, revision: string) =>
    exchange(operation, `${one}/${path}`, {
      ...{ json: { text: 'It is known.' }, as: 'dpo', headers: { 'if-match': revision } },
    });
  expect((await step('explainFinding', 'explanations', '"1"')).status).toBe(201);
  expect((await step('explainFinding', 'explanations', '"1"')).refusal).toEqual([412, 'preconditionFailed']);
  expect((await step('explainFinding', 'explanations', 'abc')).refusal).toEqual([400, 'invalidHeader']);
  expect((await step('acceptFinding', 'acceptances', '*')).status).toBe(201);
  expect((await step('resolveFinding', 'resolutions', '"3"')).refusal).toEqual([409, 'stateConflict']);
  const unnamed = await exchange('resolveFinding', `${one}/resolutions`, { json: { text: 'Done.' }, as: 'dpo' });
  expect(unnamed.refusal).toEqual([428, 'preconditionRequired']);
  const again = await caller.recorded({ ...used, sourceId: 'judged-again' });
  const [open] = (await search(`recordId=${again.id}&atLeast=${again.position}`)).json<FindingItems>().items;
  const resolved = `/v1/findings/${open?.id ?? ''}/resolutions`;
  const json = { text: 'It was put right.' };
  const answer = await exchange('resolveFinding', resolved, { json, as: 'dpo', headers: { 'if-match': '"1"' } });
  expect(answer.status).toBe(201);
  expect((await exchange('readFinding', `${one}?reveal=statements`, { as: 'dpo' })).text).toContain('It is known.');
  await exchange('readFinding', `/v1/findings/${NOBODY}`, { as: 'dpo' });
  await exchange('reassess', '/v1/reassessments', { json: { controllerId: 'kamoer' }, as: 'dpo' });
  await exchange('reassess', '/v1/reassessments', { json: { controllerId: 'kamoer', from: 'then' }, as: 'dpo' });
  const nobodys = await exchange('reassess', '/v1/reassessments', { json: { controllerId: 'nobody' }, as: 'dpo' });
  expect(nobodys.refusal).toEqual([422, 'unknownController']);
}
