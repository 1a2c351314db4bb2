import { describe, expect, it } from '@jest/globals';
import { PersonalDataCollected, isRuleName, policyTimesOf } from '#libs/domain';
import type { PolicyTimes } from '#libs/domain';
import { loadPolicyPacks } from './packs.ts';
import { loadTimedLaw } from './regimes.ts';
import { clocksAfter, iri, line, recorded } from './testing/clock-stage.ts';
import { loadVocabulary } from './vocabulary.ts';

const PACKS = loadPolicyPacks(loadVocabulary());

function timesOf(controllerId: string): PolicyTimes {
  const pack = PACKS.find((one) => one.controllerId === controllerId);
  if (pack === undefined) throw new Error(`No pack of ${controllerId}.`);
  return policyTimesOf(pack);
}

describe('what the five policies give time for', () => {
  it('is fifteen working days at Clex, to delete and to answer', () => {
    const period = { n: 15, unit: 'workingDay', calendar: 'CN' };
    expect(timesOf('clex')).toEqual({
      deletion: [
        {
          id: 'CLEX-R3',
          clause: 'How we store your information [L81]',
          period,
          because: ['accountCancelled', 'subjectRequest'],
        },
      ],
      retention: [],
      response: [
        { id: 'CLEX-G3', clause: 'how you can contact us [L127]', period, rights: 'all', clockStart: 'receipt' },
      ],
      breach: [],
    });
  });

  it('is fifteen days of a cookie and of an answer at Kaadas, and ten of telling people of a breach', () => {
    const { deletion, retention, response, breach, revocation } = timesOf('kaadas');
    expect([deletion, revocation]).toEqual([[], undefined]);
    expect(retention).toMatchObject([
      { id: 'KAAD-K1', period: { n: 15, unit: 'day' }, functions: ['cookies'], unlessSession: true },
    ]);
    expect(response).toMatchObject([
      { id: 'KAAD-G3', period: { n: 15, unit: 'day' }, rights: 'all', clockStart: 'verification' },
    ]);
    expect(breach).toMatchObject([{ id: 'KAAD-B1', period: { n: 10, unit: 'day' }, audience: 'individuals' }]);
  });

  it('is no time at all for the access of recipients at Kaayee, and nothing at the others', () => {
    const nothing = { deletion: [], retention: [], response: [], breach: [] };
    expect(timesOf('kaayee')).toMatchObject({
      ...nothing,
      revocation: [{ id: 'KAAY-D11', period: { unit: 'immediately' }, includesPastData: true }],
    });
    expect([timesOf('kamoer'), timesOf('kaidexipu')]).toEqual([nothing, nothing]);
  });
});

describe('retention by a pack', () => {
  const collected = (fields: { function: string; endsWithSession?: boolean; retentionPeriod?: string }) =>
    recorded(PersonalDataCollected, '2026-03-01T10:00:00+08:00', {
      categories: [{ category: 'pd:Identifier' }],
      source: { kind: 'device' },
      purposes: ['dpv:ServiceProvision'],
      ...fields,
    });
  const lines = (policy: PolicyTimes, fields: Parameters<typeof collected>[0]) =>
    clocksAfter({ policy }, [collected(fields)]).map(line);

  it('is that of the function: a cookie lives fifteen days, unless it goes with the session', () => {
    const kaadas = timesOf('kaadas');
    expect(lines(kaadas, { function: 'cookies' })).toEqual(['policy | KAAD-K1 | 2026-03-16T23:59:59.999+08:00']);
    expect(lines(kaadas, { function: 'cookies', endsWithSession: true })).toEqual([]);
    expect(lines(kaadas, { function: 'corporate-account' })).toEqual([]);
  });

  it('is that of the categories a row names, or of all where it names none', () => {
    const year = { n: 1, unit: 'year' } as const;
    const due = 'policy | X-R1 | 2027-03-01T23:59:59.999+08:00';
    const all: PolicyTimes = { retention: [{ id: 'X-R1', clause: 'X', period: year }] };
    expect(lines(all, { function: 'shop' })).toEqual([due]);
    const some = (category: string): PolicyTimes => ({
      retention: [{ id: 'X-R1', clause: 'X', period: year, categories: [iri(category)] }],
    });
    expect(lines(some('pd:Identifier'), { function: 'shop' })).toEqual([due]);
    expect(lines(some('pd:Age'), { function: 'shop' })).toEqual([]);
  });

  it('ends with the last day that can be written, where a record says longer than any calendar holds', () => {
    for (const retentionPeriod of ['P8000Y', 'P999999Y999999M', 'PT999999H', 'P999999W']) {
      const [clock] = clocksAfter({}, [collected({ function: 'shop', retentionPeriod })]);
      expect(Number.isNaN(Date.parse(clock?.due ?? ''))).toBe(false);
      expect(clock?.due?.slice(0, 5)).toMatch(/^\d{4}-$/);
    }
    expect(lines({}, { function: 'shop', retentionPeriod: 'P8000Y' })).toEqual([
      'record | retentionPeriod | 9999-12-31T23:59:59.999+08:00',
    ]);
  });
});

describe('the law that gives time for something', () => {
  it('has ids that an event can name in clear', () => {
    const law = loadTimedLaw();
    const ids = [...law.breach, ...law.rights, ...law.deletion].map(({ id }) => id);
    expect(ids.filter((id) => !isRuleName(id))).toEqual([]);
  });
});
