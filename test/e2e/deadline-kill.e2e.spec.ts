import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { BatchAnswer } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS } from '../support/report-generator.ts';

jest.setTimeout(180_000);

const ROUNDS = 4;
const PEOPLE = 600;
const [controllerId] = CONTROLLERS;

interface Entry {
  readonly id: string;
  readonly subjectId: string;
  readonly fields: { readonly deadlineId: string; readonly startedBy: string };
}

let ledger: LedgerProcess;

/** A consent that ends within a few seconds. */
const consent = (count: number, expiresAt: string) => ({
  ...{ source: '/kill', sourceId: `consent-${count}`, type: 'ConsentGiven', controllerId },
  occurredAt: '2026-11-20T10:00:00Z',
  subject: { identifiers: [{ scheme: 'userId', value: `user-${count}` }] },
  data: {
    scope: { purposes: ['dpv:Marketing'], categories: ['pd:EmailAddress'] },
    ...{ form: 'explicit', givenBy: 'subject', expiresAt },
  },
});

async function passed(): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  let cursor = '';
  do {
    const path = `/v1/records?type=DeadlinePassed&limit=1000${cursor}`;
    const page = (await ledger.caller.call(path, { as: 'auditor' })).json<{ items: Entry[]; next?: string }>();
    found.push(...page.items);
    cursor = page.next === undefined ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  return found;
}

async function eventually<T>(look: () => Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (fits(seen) || Date.now() > end) return seen;
    await delay(250);
  }
}

beforeAll(async () => {
  ledger = await startRegisteredLedger();
});
afterAll(() => discard(ledger));

describe('a ledger that is killed again and again while times pass', () => {
  it('says of each that it passed, once, in the history of the person', async () => {
    const started: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const reports = Array.from({ length: PEOPLE }, (_, index) =>
        consent(round * PEOPLE + index, new Date(Date.now() + 500 + (index % 7) * 250).toISOString()),
      );
      const { results } = (await ledger.caller.report(reports)).json<BatchAnswer>();
      started.push(...results.map(({ id }) => id));
      // Somewhere between looking, appending and projecting.
      await delay(1_000 + round * 300);
      await ledger.kill();
      ledger = await restarted(ledger);
    }
    const entries = await eventually(passed, ({ length }) => length >= started.length);
    // A look more, which must find nothing.
    await delay(2_500);
    const after = await passed();
    expect(after.map(({ fields }) => fields.startedBy).toSorted()).toEqual(started.toSorted());
    expect(new Set(after.map(({ id }) => id)).size).toBe(started.length);
    expect(entries.length).toBe(started.length);

    const [one] = after;
    const history = await ledger.caller.call(`/v1/subjects/${one?.subjectId}/history?family=deadline`, { as: 'dpo' });
    expect(history.json<{ readonly items: readonly unknown[] }>().items).toMatchObject([
      { id: one?.id, type: 'DeadlinePassed', fields: { kind: 'consentExpiry', startedBy: one?.fields.startedBy } },
    ]);
    const overdue = await ledger.caller.call(`/v1/deadlines?subjectId=${one?.subjectId}`, { as: 'dpo' });
    expect(overdue.json<{ readonly items: readonly unknown[] }>().items).toMatchObject([
      { state: 'overdue', passedBy: one?.id, id: one?.fields.deadlineId },
    ]);
    const { text } = await ledger.caller.call('/metrics', { as: 'admin' });
    expect(text).toContain(`pdl_overdue_deadlines{kind="consentExpiry"} ${started.length}`);
    expect(text).not.toContain('pdl_nearest_deadline_seconds{kind="consentExpiry"}');
  });
});
