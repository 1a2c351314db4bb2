import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 8: somebody of sixteen needs a guardian's written consent at Kaidexipu, and none at Kamoer. */
let kaidexipu: Scenario;
let kamoer: Scenario;

const DATA = ['pd:EmailAddress', 'pd:TelephoneNumber'];
const age = (user: string, band: string): Happening => ({
  ...{ type: 'SubjectAgeAsserted', user, at: '2026-10-01T09:00:00+08:00' },
  data: { band, basis: 'document' },
});
const register = (user: string, at = '2026-10-12T09:00:00+08:00'): Happening => ({
  type: 'PersonalDataCollected',
  user,
  at,
  data: {
    function: 'account-registration',
    categories: DATA.map((category) => ({ category, necessity: 'required' })),
    source: { kind: 'subject' },
    purposes: ['dpv:ServiceRegistration'],
    legalBasis: 'local:PIPL-13-2',
  },
});
const guardian = (user: string, form: string): Happening => ({
  ...{ type: 'ConsentGiven', user, at: '2026-10-02T09:00:00+08:00' },
  data: { form, givenBy: 'guardian', scope: { purposes: ['dpv:ServiceRegistration'], categories: DATA } },
});

beforeAll(async () => {
  [kaidexipu, kamoer] = await Promise.all([Scenario.begin('kaidexipu'), Scenario.begin('kamoer')]);
});
afterAll(() => Promise.all([kaidexipu.end(), kamoer.end()]));

describe('somebody of sixteen who registers', () => {
  it('needs the written consent of a guardian at Kaidexipu', async () => {
    await kaidexipu.tell(age('li-wei', '16-17'));
    const registered = await kaidexipu.tell(register('li-wei'));
    expect(await kaidexipu.findingsOf(registered, { rule: 'COL-MINOR' })).toMatchObject([
      {
        outcome: 'violates',
        sentence: expect.stringMatching(/^No written consent from guardian /),
        basis: {
          row: 'KAID-M1',
          clauses: [{ line: 55, quote: expect.stringContaining('under 18 years old') }],
        },
      },
    ]);
  });

  it('is in order there once the guardian consented in writing, and not for an express word', async () => {
    for (const [user, form] of [
      ['wang-fang', 'written'],
      ['zhao-min', 'express'],
    ] as const) {
      await kaidexipu.tell(age(user, '16-17'));
      await kaidexipu.tell(guardian(user, form));
    }
    const written = await kaidexipu.tell(register('wang-fang'));
    expect(await kaidexipu.findingsOf(written, { rule: 'COL-MINOR' })).toEqual([]);
    const express = await kaidexipu.tell(register('zhao-min'));
    expect(await kaidexipu.outcomesOf(express)).toMatchObject({ 'COL-MINOR': 'violates' });
  });

  it('needs none at Kamoer, as little as by law', async () => {
    await kamoer.tell(age('li-wei', '16-17'));
    const registered = await kamoer.tell(register('li-wei'));
    expect(await kamoer.findingsOf(registered, { rule: 'COL-MINOR' })).toEqual([]);
  });

  it('is a gap at both where nobody knows how old somebody is', async () => {
    for (const story of [kaidexipu, kamoer]) {
      const registered = await story.tell(register('nobody-asked'));
      expect(await story.outcomesOf(registered)).toMatchObject({ 'COL-MINOR': 'gap' });
    }
  });

  it('needs a guardian at Kamoer as well before the age of fourteen', async () => {
    await kamoer.tell(age('xiao-bao', '13'));
    const registered = await kamoer.tell(register('xiao-bao'));
    expect(await kamoer.outcomesOf(registered)).toMatchObject({ 'COL-MINOR': 'violates' });
  });
});
