import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario } from './scenario.ts';

jest.setTimeout(120_000);

/** GDPR Art. 30: what a company declared, what it recorded, and where the two part. */
let story: Scenario;
let position = 0;

interface Register {
  readonly controller: { readonly id: string; readonly names: readonly string[] };
  readonly policy: { readonly policyVersion: string; readonly purposes: readonly string[] };
  readonly activities: readonly { readonly activity: string; readonly declared: object }[];
  readonly recorded: readonly { readonly purpose: string; readonly count: number }[];
  readonly drift: readonly { readonly kind: string }[];
}

const DPV = 'https://w3id.org/dpv#';
const PD = 'https://w3id.org/dpv/pd#';
const use = (at: string, purpose: string, categories: readonly string[]) => ({
  ...{ type: 'PersonalDataUsed', user: 'li-wei', at },
  data: { operation: 'dpv:Use', purposes: [purpose], categories },
});
const read = (accept?: string, as = 'dpo') =>
  story.caller.call(`/v1/ropa?controllerId=clex&atLeast=${position}`, {
    as,
    headers: accept === undefined ? {} : { accept },
  });

beforeAll(async () => {
  story = await Scenario.begin('clex', { recipients: ['clex-affiliates'] });
  await story.tell({
    ...{ type: 'ProcessingActivityDeclared', at: '2026-10-01T09:00:00+08:00' },
    data: {
      ...{ activity: 'delivery', role: 'controller', purposes: ['dpv:CustomerOrderManagement'] },
      ...{ subjectCategories: ['customers'], categories: ['pd:PhysicalAddress'] },
      ...{ transfers: [{ country: 'DE', mechanism: 'standardContract' }], retention: [{ period: 'P3Y' }] },
    },
  });
  await story.tell({
    ...{ type: 'ProcessingActivityDeclared', at: '2026-10-01T10:00:00+08:00' },
    data: {
      ...{ activity: 'newsletter', role: 'controller', purposes: ['dpv:DirectMarketing'] },
      ...{ subjectCategories: ['prospects'], categories: ['pd:EmailAddress'] },
    },
  });
  const told = await story.tellAll([
    use('2026-10-12T09:00:00+08:00', 'dpv:CustomerOrderManagement', ['pd:PhysicalAddress']),
    use('2026-10-13T09:00:00+08:00', 'dpv:CustomerOrderManagement', ['pd:PhysicalAddress', 'pd:Name']),
    use('2026-10-14T09:00:00+08:00', 'local:UserPortrait', ['pd:BrowsingBehaviour']),
  ]);
  position = Math.max(...told.map((one) => one.position));
});
afterAll(() => story.end());

describe('the register of processing', () => {
  it('has the controller, its activities, what was recorded, and the drift between', async () => {
    const answer = await read();
    expect(answer.status).toBe(200);
    const register = answer.json<Register>();
    expect(register.controller.id).toBe('clex');
    expect(register.policy.policyVersion).toBe('clex-2022-01');
    expect(register.policy.purposes).toContain('https://personal-data-ledger.org/vocabulary#UserPortrait');
    expect(register.activities.map(({ activity }) => activity)).toEqual(['delivery', 'newsletter']);
    expect(register.activities[0]?.declared).toMatchObject({ transfers: [{ country: 'DE' }] });
    expect(register.recorded).toMatchObject([
      {
        purpose: 'https://personal-data-ledger.org/vocabulary#UserPortrait',
        count: 1,
      },
      {
        ...{ purpose: `${DPV}CustomerOrderManagement`, count: 2, categories: [`${PD}Name`, `${PD}PhysicalAddress`] },
        ...{ firstAt: '2026-10-12T01:00:00.000Z', lastAt: '2026-10-13T01:00:00.000Z' },
      },
    ]);
    expect(register.drift).toEqual([
      {
        kind: 'purposeNotDeclared',
        purpose: 'https://personal-data-ledger.org/vocabulary#UserPortrait',
        ...{ count: 1, inPolicy: true },
      },
      { kind: 'categoriesNotDeclared', purpose: `${DPV}CustomerOrderManagement`, categories: [`${PD}Name`] },
      { kind: 'activityNotRecorded', activity: 'newsletter' },
    ]);
  });

  it('is a spreadsheet or a page to print by Accept', async () => {
    const csv = await read('text/csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\n')[1]).toContain('DE: standardContract');
    const page = await read('text/html');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('Data that no activity declares for it: Name.');
  });

  it('follows what is declared later', async () => {
    const ended = await story.tell({
      ...{ type: 'ProcessingActivityEnded', at: '2026-10-20T09:00:00+08:00' },
      data: { activity: 'newsletter' },
    });
    position = ended.position;
    const { activities, drift } = (await read()).json<Register>();
    expect(activities.map(({ activity }) => activity)).toEqual(['delivery']);
    expect(drift.map(({ kind }) => kind)).toEqual(['purposeNotDeclared', 'categoriesNotDeclared']);
  });

  it('is nobody’s who is not registered', async () => {
    expect((await story.caller.call('/v1/ropa?controllerId=nobody', { as: 'dpo' })).refusal).toEqual([
      400,
      'invalidQuery',
    ]);
    expect((await story.caller.call('/v1/ropa', { as: 'dpo' })).status).toBe(400);
  });
});
