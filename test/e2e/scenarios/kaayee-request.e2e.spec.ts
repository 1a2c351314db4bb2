import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 12: Kaayee's policy names no time for an answer, so that the law's counts, and it is said that the policy is silent. */
let story: Scenario;

const EUROPE = ['SE'];
const request = (user: string): Happening => ({
  ...{ type: 'RightsRequestReceived', user, at: '2026-09-01T09:00:00+02:00', jurisdictions: EUROPE },
  data: { requestId: `request-of-${user}`, right: 'rectification', channel: 'email', receivedFrom: 'subject' },
});
const answer = (user: string, at: string, jurisdictions = EUROPE): Happening => ({
  ...{ type: 'RightsRequestAnswered', user, at, jurisdictions },
  data: { requestId: `request-of-${user}`, outcome: 'fulfilled' },
});

beforeAll(async () => {
  story = await Scenario.begin('kaayee');
  for (const user of ['elsa', 'nils', 'tove', 'li-wei']) await story.tell(request(user));
});
afterAll(() => story.end());

describe('a request to Kaayee', () => {
  it('is marked as one on whose answer the policy is silent', async () => {
    const verdict = await story.ask(answer('elsa', '2026-09-20T09:00:00+02:00'));
    expect(verdict).toMatchObject({ outcome: 'conforms', silentOn: [{ topic: 'rightsResponse' }] });
  });

  it('is answered in time within a month, by the law of Europe', async () => {
    const inTime = await story.tell(answer('elsa', '2026-09-20T09:00:00+02:00'));
    expect(await story.findingsOf(inTime)).toEqual([]);
  });

  it('is answered late after that, and the finding cites the law and no row of the policy', async () => {
    const late = await story.tell(answer('nils', '2026-10-10T09:00:00+02:00'));
    expect(await story.findingsOf(late, { rule: 'RGT-DUE' })).toMatchObject([
      {
        outcome: 'violates',
        sentence: expect.stringMatching(/^The answer was due by 2026-10-0[12]T/),
        basis: { kind: 'law', lawRule: 'EU-GDPR-12-3', quote: { language: 'en' } },
      },
    ]);
  });

  it('has two months more where that was told within the first', async () => {
    await story.tell({
      ...{ type: 'RightsRequestExtended', user: 'tove', at: '2026-09-15T09:00:00+02:00', jurisdictions: EUROPE },
      data: { requestId: 'request-of-tove', reason: 'complexity', subjectTold: true },
    });
    const extended = await story.tell(answer('tove', '2026-11-20T09:00:00+01:00'));
    expect(await story.findingsOf(extended, { rule: 'RGT-DUE' })).toEqual([]);
  });

  it('has no number of days by the law of China alone, and none is invented', async () => {
    const answered = await story.tell(answer('li-wei', '2026-11-20T09:00:00+08:00', ['CN']));
    expect(await story.findingsOf(answered, { rule: 'RGT-DUE' })).toEqual([]);
  });
});
