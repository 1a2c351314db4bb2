import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { BatchAnswer } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS } from '../support/report-generator.ts';
import { smallPolicy } from '../support/small-policy.ts';

jest.setTimeout(180_000);

const BATCHES = 6;
const BATCH_SIZE = 500;
const [controllerId] = CONTROLLERS;

let ledger: LedgerProcess;

/** Of each a finding is due: the policy says nothing about uses. */
const use = (count: number) => ({
  ...{ source: '/kill', sourceId: `use-${count}`, type: 'PersonalDataUsed', controllerId },
  occurredAt: '2026-11-20T10:00:00Z',
  subject: { identifiers: [{ scheme: 'userId', value: `user-${count % 40}` }] },
  data: { operation: 'dpv:Use', purposes: ['dpv:Marketing'], categories: ['pd:Name'] },
});

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  const headers = { 'content-type': 'application/yaml' };
  await ledger.caller.call('/v1/policies', { body: smallPolicy(controllerId), headers, as: 'dpo' });
});
afterAll(() => discard(ledger));

describe('an assessor that is killed again and again', () => {
  it('raises each finding once, and misses none', async () => {
    const recorded: string[] = [];
    let position = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const reports = Array.from({ length: BATCH_SIZE }, (_, index) => use(batch * BATCH_SIZE + index));
      const { results } = (await ledger.caller.report(reports)).json<BatchAnswer>();
      recorded.push(...results.map(({ id }) => id));
      position = Math.max(position, ...results.map((result) => result.position));
      // Between judging, appending and keeping the position, wherever that is by now.
      await new Promise((resolve) => setTimeout(resolve, 15 * batch));
      await ledger.kill();
      ledger = await restarted(ledger);
    }
    const found: { readonly id: string; readonly recordId: string; readonly revision: number }[] = [];
    let next = `atLeast=${position}&`;
    do {
      const answer = await ledger.caller.call(`/v1/findings?${next}limit=1000&order=asc&rule=POL-SILENCE`, {
        as: 'dpo',
      });
      const page = answer.json<{ readonly items: typeof found; readonly next?: string }>();
      found.push(...page.items);
      next = page.next === undefined ? '' : `cursor=${page.next}&`;
    } while (next !== '');
    expect(found.length).toBe(BATCHES * BATCH_SIZE);
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    expect(found.map(({ recordId }) => recordId).toSorted()).toEqual(recorded.toSorted());
    expect(found.filter(({ revision }) => revision !== 1)).toEqual([]);
  });
});
