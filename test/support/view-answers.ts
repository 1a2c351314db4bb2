import { expect } from '@jest/globals';
import type { Answer, Call } from './ledger-caller.ts';
import { heldAt, viewsOf } from './view-rows.ts';

/** Asks for every view, by who may and who may not, as a page and as a file; `exchange` holds each answer to its description. */
export async function askViews(
  exchange: (operationId: string, path: string, call: Call) => Promise<Answer>,
  subjectId: string,
): Promise<void> {
  for (const [operation, path, query] of viewsOf(subjectId)) {
    expect((await exchange(operation, `${path}?${query}`, { as: 'auditor' })).status).toBe(200);
    expect((await exchange(operation, `${path}?${query}&cursor=none`, { as: 'auditor' })).status).toBe(400);
    expect((await exchange(operation, `${path}?${query}`, { as: 'emitter' })).status).toBe(403);
    expect((await exchange(operation, `${path}?${query}`, {})).status).toBe(401);
  }
  for (const accept of ['application/x-ndjson', 'text/csv']) {
    const file = await exchange('searchHoldings', heldAt('kamoer'), { as: 'auditor', headers: { accept } });
    expect([file.status, file.text]).toEqual([200, expect.stringContaining(subjectId)]);
  }
}
