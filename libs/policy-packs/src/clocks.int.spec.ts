import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AccountCancelled,
  clocksOf,
  ConsentExpired,
  ConsentGiven,
  ConsentWithdrawn,
  DeletionDeferred,
  LegalHoldPlaced,
  LegalHoldReleased,
  PersonalDataAnonymized,
  PersonalDataCollected,
  PersonalDataDeleted,
  PersonalDataUsed,
  strictestOf,
} from '#libs/domain';
import type { PolicyTimes } from '#libs/domain';
import { clocksAfter, contextOf, iri, line, recorded } from './testing/clock-stage.ts';

const CLEX: PolicyTimes = {
  deletion: [
    {
      id: 'CLEX-R3',
      clause: 'Store 3 [L81]',
      period: { n: 15, unit: 'workingDay', calendar: 'CN' },
      because: ['accountCancelled', 'subjectRequest'],
    },
  ],
};
const KAADAS: PolicyTimes = {
  retention: [{ id: 'KAAD-K1', clause: '§4 [L79]', rule: 'cookies', period: { n: 15, unit: 'day' } }],
};

const cancelled = (at = '2026-09-24T10:00:00+08:00') =>
  recorded(AccountCancelled, at, { requestedBy: 'subject' }, 'e1');
const deleted = (
  categories: readonly string[],
  more: { method?: 'erasure' | 'softDeletion'; datasets?: readonly string[] } = {},
) =>
  recorded(
    PersonalDataDeleted,
    '2026-10-10T10:00:00+08:00',
    { categories, method: 'erasure', ground: 'accountCancelled', ...more },
    'e2',
  );
const lines = (...given: Parameters<typeof clocksAfter>) => clocksAfter(...given).map(line);

describe('a cancelled account', () => {
  it('must be deleted within 15 Chinese working days at CLEX, and by law without a number', () => {
    expect(lines({ policy: CLEX }, [cancelled()])).toEqual([
      'policy | CLEX-R3 | 2026-10-22T23:59:59.999+08:00',
      'law | CN-PIPL-47 | no number',
    ]);
  });

  it('is left to the law where the policy is silent, and says so', () => {
    expect(lines({}, [cancelled()])).toEqual(['law | CN-PIPL-47 | no number | policy silent']);
  });

  it('is done when everything held is deleted', () => {
    const setting = { policy: CLEX, held: ['pd:EmailAddress', 'pd:TelephoneNumber'] };
    expect(lines(setting, [cancelled(), deleted(['pd:EmailAddress', 'pd:TelephoneNumber'])])).toEqual([
      'policy | CLEX-R3 | 2026-10-22T23:59:59.999+08:00 | done by e2',
      'law | CN-PIPL-47 | no number | done by e2',
    ]);
  });

  it('is done when a wider category is deleted: contact data holds the e-mail address', () => {
    const after = clocksAfter({ policy: CLEX, held: ['pd:EmailAddressWork'] }, [cancelled(), deleted(['pd:Contact'])]);
    expect(after.map(({ settled }) => settled?.how)).toEqual(['done', 'done']);
  });

  it('still waits for what is left', () => {
    const setting = { policy: CLEX, held: ['pd:EmailAddress', 'pd:TelephoneNumber'] };
    const [clock] = clocksAfter(setting, [cancelled(), deleted(['pd:EmailAddress'])]);
    expect([clock?.settled, clock?.concern.categories]).toEqual([undefined, [iri('pd:TelephoneNumber')]]);
  });

  it.each([
    ['only marked as deleted', deleted(['dpv:PersonalData'], { method: 'softDeletion' })],
    ['deleted from one data set', deleted(['dpv:PersonalData'], { datasets: ['crm'] })],
  ])('is not done when the data is %s', (_what, event) => {
    const after = clocksAfter({ policy: CLEX, held: ['pd:EmailAddress'] }, [cancelled(), event]);
    expect(after.map(({ settled }) => settled)).toEqual([undefined, undefined]);
  });

  it('is not done by deleting some of what nobody knows the whole of', () => {
    const after = clocksAfter({ policy: CLEX }, [cancelled(), deleted(['pd:EmailAddress'])]);
    expect(after.map(({ settled }) => settled)).toEqual([undefined, undefined]);
  });

  it('waits while a hold lasts, and is due again when it ends', () => {
    const hold = recorded(
      LegalHoldPlaced,
      '2026-10-01T10:00:00+08:00',
      { holdRef: 'case-7', ground: 'litigation' },
      'e2',
    );
    const release = recorded(LegalHoldReleased, '2026-12-01T10:00:00+08:00', { holdRef: 'case-7' }, 'e3');
    expect(lines({ policy: CLEX }, [cancelled(), hold])[0]).toBe('policy | CLEX-R3 | no number');
    expect(lines({ policy: CLEX }, [cancelled(), hold, release])[0]).toBe(
      'policy | CLEX-R3 | 2026-12-01T10:00:00+08:00',
    );
    expect(strictestOf(clocksAfter({ policy: CLEX }, [cancelled(), hold])).uncounted).toEqual([]);
  });

  it('begins held where the data was under a hold already', () => {
    const setting = { policy: CLEX, held: ['pd:EmailAddress'] };
    const holds = [{ ref: 'case-7', categories: [iri('pd:Contact')] }];
    expect(lines({ ...setting, holds }, [cancelled()])[0]).toBe('policy | CLEX-R3 | no number');
    const others = [{ ref: 'case-8', categories: [iri('pd:Professional')] }];
    expect(lines({ ...setting, holds: others }, [cancelled()])[0]).toBe(
      'policy | CLEX-R3 | 2026-10-22T23:59:59.999+08:00',
    );
  });

  it('is deferred to the end of a legal retention, and by no ground to nothing', () => {
    const deferral = (ground: 'legalRetention' | 'none') =>
      recorded(
        DeletionDeferred,
        '2026-10-01T10:00:00+08:00',
        { ground, until: '2029-09-24T00:00:00+08:00', onlyStored: true },
        'e2',
      );
    expect(lines({ policy: CLEX }, [cancelled(), deferral('legalRetention')])[0]).toBe(
      'policy | CLEX-R3 | 2029-09-24T00:00:00+08:00',
    );
    expect(lines({ policy: CLEX }, [cancelled(), deferral('none')])[0]).toBe(
      'policy | CLEX-R3 | 2026-10-22T23:59:59.999+08:00',
    );
  });
});

describe('retention', () => {
  const collected = (fields: { retentionRule?: string; retentionPeriod?: string }) =>
    recorded(PersonalDataCollected, '2026-03-01T10:00:00+08:00', {
      function: 'browse',
      categories: [{ category: 'pd:Identifier' }],
      source: { kind: 'device' },
      purposes: ['dpv:ServiceProvision'],
      ...fields,
    });

  it("keeps Kaadas's cookies 15 days: on the 16th they are overdue", () => {
    const [clock] = clocksAfter({ policy: KAADAS }, [collected({ retentionRule: 'cookies' })]);
    expect(line(clock!)).toBe('policy | KAAD-K1 | 2026-03-16T23:59:59.999+08:00');
  });

  it('keeps what the record itself says, and the earlier of both counts', () => {
    const clocks = clocksAfter({ policy: KAADAS }, [collected({ retentionRule: 'cookies', retentionPeriod: 'P7D' })]);
    expect(clocks.map(line)).toEqual([
      'policy | KAAD-K1 | 2026-03-16T23:59:59.999+08:00',
      'record | retentionPeriod | 2026-03-08T23:59:59.999+08:00',
    ]);
    expect(strictestOf(clocks).earliest?.deadline.rule.id).toBe('retentionPeriod');
  });

  it('covers categories a rule names, and what is part of them', () => {
    const policy: PolicyTimes = {
      retention: [
        { id: 'X-1', clause: 'X', rule: 'contact', categories: [iri('pd:Contact')], period: { n: 1, unit: 'year' } },
      ],
    };
    const event = recorded(PersonalDataCollected, '2026-03-01T10:00:00+08:00', {
      function: 'register',
      categories: [{ category: 'pd:EmailAddressWork' }, { category: 'pd:Age' }],
      source: { kind: 'subject' },
      purposes: ['dpv:ServiceProvision'],
    });
    const [clock] = clocksAfter({ policy }, [event]);
    expect([clock?.due, clock?.concern.categories]).toEqual([
      '2027-03-01T23:59:59.999+08:00',
      [iri('pd:EmailAddressWork')],
    ]);
  });

  it('starts nothing where nobody said how long', () => {
    expect(clocksAfter({ policy: KAADAS }, [collected({})])).toEqual([]);
  });

  it('ends when the data is anonymized', () => {
    const anonymized = recorded(
      PersonalDataAnonymized,
      '2026-03-10T10:00:00+08:00',
      { categories: ['pd:Identifier'], method: 'aggregation' },
      'e2',
    );
    const [clock] = clocksAfter({ policy: KAADAS }, [collected({ retentionRule: 'cookies' }), anonymized]);
    expect(clock?.settled).toEqual({ by: 'e2', at: '2026-03-10T10:00:00+08:00', how: 'done' });
  });
});

describe('consent', () => {
  const given = recorded(ConsentGiven, '2026-03-01T10:00:00+08:00', {
    scope: { purposes: ['dpv:Marketing'], categories: ['pd:EmailAddress'] },
    form: 'explicit',
    givenBy: 'subject',
    expiresAt: '2027-03-01T00:00:00+08:00',
  });

  it('ends at the instant it was given for, or when it is withdrawn', () => {
    expect(lines({}, [given])).toEqual(['record | consent | 2027-03-01T00:00:00+08:00']);
    const withdrawn = recorded(ConsentWithdrawn, '2026-06-01T10:00:00+08:00', { withdrawnBy: 'subject' }, 'e2');
    expect(lines({}, [given, withdrawn])).toEqual(['record | consent | 2027-03-01T00:00:00+08:00 | lapsed by e2']);
  });

  it('goes on where only a part was withdrawn', () => {
    const scope = { purposes: ['dpv:Marketing'], categories: ['pd:EmailAddress'] };
    const withdrawn = recorded(ConsentWithdrawn, '2026-06-01T10:00:00+08:00', { withdrawnBy: 'subject', scope }, 'e2');
    expect(lines({}, [given, withdrawn])).toEqual(['record | consent | 2027-03-01T00:00:00+08:00']);
  });

  it('is settled by the record that it expired', () => {
    const ref = '0195e3a0-0000-4000-8000-00000000000c';
    const expired = recorded(ConsentExpired, '2027-03-01T00:00:00+08:00', { consentRef: ref }, 'e2');
    expect(lines({}, [{ ...given, id: ref }, expired])[0]).toMatch(/done by e2$/);
  });
});

describe('clocksOf', () => {
  it('has nothing to say about most records', () => {
    const used = recorded(PersonalDataUsed, '2026-03-01T10:00:00+08:00', {
      operation: 'dpv:Use',
      purposes: ['dpv:ServiceProvision'],
      categories: ['pd:EmailAddress'],
    });
    expect(clocksOf(used, contextOf({ policy: CLEX }, []))).toEqual([]);
  });

  it('says the same again of the same record, and is monotone in when it happened', () => {
    const instant = fc
      .date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-11-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        const [first, second] = [one, other].toSorted().map((at) => clocksAfter({ policy: CLEX }, [cancelled(at)])[0]!);
        expect(Date.parse(first!.due!)).toBeLessThanOrEqual(Date.parse(second!.due!));
        expect(clocksAfter({ policy: CLEX }, [cancelled(one), cancelled(one)])).toEqual(
          clocksAfter({ policy: CLEX }, [cancelled(one)]),
        );
      }),
      { numRuns: 50 },
    );
  });
});
