import { describe, expect, it } from '@jest/globals';
import {
  RightsRequestAnswered,
  RightsRequestExtended,
  RightsRequestIdentityChecked,
  RightsRequestReceived,
  strictestOf,
} from '#libs/domain';
import type { FieldsOf, PolicyTimes } from '#libs/domain';
import { clocksAfter, line, recorded } from './testing/clock-stage.ts';

type Received = FieldsOf<typeof RightsRequestReceived>;

const CLEX: PolicyTimes = {
  response: [
    {
      id: 'CLEX-G3',
      clause: 'How to contact us [L127]',
      rights: 'all',
      clockStart: 'receipt',
      period: { n: 15, unit: 'workingDay', calendar: 'CN' },
    },
  ],
};
const KAADAS: PolicyTimes = {
  response: [
    { id: 'KAAD-G3', clause: '§10 [L193]', rights: 'all', clockStart: 'verification', period: { n: 15, unit: 'day' } },
  ],
};

const received = (right: Received['right'], more: Partial<Received> = {}) =>
  recorded(
    RightsRequestReceived,
    '2026-01-31T10:00:00+08:00',
    { requestId: 'r1', right, channel: 'email', receivedFrom: 'subject', ...more },
    'e1',
  );
const checked = (outcome: 'passed' | 'failed' | 'mismatch') =>
  recorded(RightsRequestIdentityChecked, '2026-02-03T10:00:00+08:00', { requestId: 'r1', outcome }, 'e2');
const extended = (at: string, more: Partial<FieldsOf<typeof RightsRequestExtended>> = {}, id = 'e3') =>
  recorded(RightsRequestExtended, at, { requestId: 'r1', reason: 'complexity', subjectTold: true, ...more }, id);
const answered = (outcome: 'fulfilled' | 'refused' | 'withdrawn') =>
  recorded(RightsRequestAnswered, '2026-02-10T10:00:00+08:00', { requestId: 'r1', outcome }, 'e4');
const lines = (...given: Parameters<typeof clocksAfter>) => clocksAfter(...given).map(line);

const EU = { jurisdictions: ['SE'], zone: 'Europe/Stockholm' };

describe('a request', () => {
  it('at a company whose policy is silent is due by law, and says so', () => {
    const clocks = clocksAfter({ jurisdictions: ['CN', 'SE'], zone: 'Asia/Shanghai' }, [received('access')]);
    expect(clocks.map(line)).toEqual([
      'law | CN-PIPL-50 | no number | policy silent',
      'law | EU-GDPR-12-3 | 2026-02-28T23:59:59.999+08:00 | policy silent',
    ]);
    const { earliest, uncounted, policySilent } = strictestOf(clocks);
    expect([earliest?.deadline.rule.id, uncounted.map(({ deadline }) => deadline.rule.id), policySilent]).toEqual([
      'EU-GDPR-12-3',
      ['CN-PIPL-50'],
      true,
    ]);
  });

  it('is due by the earlier of policy and law', () => {
    // CLEX: 15 working days from Sat 31 Jan 2026, over Spring Festival: Sat 14 and Sat 28 Feb are worked.
    const clocks = clocksAfter({ policy: CLEX, jurisdictions: ['CN', 'SE'] }, [received('access')]);
    expect(clocks.map(line)).toEqual([
      'policy | CLEX-G3 | 2026-02-27T23:59:59.999+08:00',
      'law | CN-PIPL-50 | no number',
      'law | EU-GDPR-12-3 | 2026-02-28T23:59:59.999+08:00',
    ]);
    expect(strictestOf(clocks)).toMatchObject({ earliest: { origin: 'policy' }, policySilent: false });
  });

  it('waits at Kaadas for the proof of identity', () => {
    expect(lines({ policy: KAADAS, jurisdictions: [] }, [received('access')])).toEqual([
      'policy | KAAD-G3 | awaits verification',
    ]);
    expect(lines({ policy: KAADAS, jurisdictions: [] }, [received('access'), checked('mismatch')])).toEqual([
      'policy | KAAD-G3 | awaits verification',
    ]);
    expect(lines({ policy: KAADAS, jurisdictions: [] }, [received('access'), checked('passed')])).toEqual([
      'policy | KAAD-G3 | 2026-02-18T23:59:59.999+08:00',
    ]);
  });

  it('does not wait at Kaadas for a proof that the company says it does not need', () => {
    const asked = received('access', { identityCheckRequired: false });
    expect(lines({ policy: KAADAS, jurisdictions: [] }, [asked])).toEqual([
      'policy | KAAD-G3 | 2026-02-15T23:59:59.999+08:00',
    ]);
    expect(lines({ policy: KAADAS, jurisdictions: [] }, [asked, checked('passed')])).toEqual([
      'policy | KAAD-G3 | 2026-02-15T23:59:59.999+08:00',
    ]);
    expect(lines({ policy: KAADAS, jurisdictions: [] }, [received('access', { identityCheckRequired: true })])).toEqual(
      ['policy | KAAD-G3 | awaits verification'],
    );
  });

  it('waits in the United Kingdom only where proof was asked for', () => {
    const GB = { jurisdictions: ['GB'], zone: 'Europe/London' };
    expect(lines(GB, [received('access')])[0]).toMatch(/UK-GDPR-12-3 \| 2026-02-28T23:59:59/);
    expect(lines(GB, [received('access', { identityCheckRequired: true })])[0]).toMatch(/awaits verification/);
  });

  it('is two months longer where the person was told in time, counted from receipt', () => {
    expect(lines(EU, [received('access'), extended('2026-02-20T10:00:00+01:00')])).toEqual([
      'law | EU-GDPR-12-3 | 2026-04-30T23:59:59.999+02:00 | policy silent',
    ]);
  });

  it('is only as much longer as the company said', () => {
    const dueAt = '2026-03-15T12:00:00+01:00';
    expect(lines(EU, [received('access'), extended('2026-02-20T10:00:00+01:00', { dueAt })])[0]).toContain(dueAt);
  });

  it.each([{}, { extendedBy: 'P2M' }, { dueAt: '2026-06-30T12:00:00+02:00' }])(
    'is longer once and not twice, whatever is said the second time: %j',
    (more) => {
      const twice = [
        extended('2026-02-20T10:00:00+01:00'),
        extended('2026-02-25T10:00:00+01:00', more, 'e5'),
        extended('2026-04-20T10:00:00+02:00', more, 'e6'),
      ];
      expect(lines(EU, [received('access'), ...twice])).toEqual([
        'law | EU-GDPR-12-3 | 2026-04-30T23:59:59.999+02:00 | policy silent',
      ]);
    },
  );

  it.each([
    ['nobody told the person', extended('2026-02-20T10:00:00+01:00', { subjectTold: false })],
    ['it was too late', extended('2026-03-01T10:00:00+01:00')],
  ])('is not longer where %s', (_what, event) => {
    expect(lines(EU, [received('access'), event])[0]).toContain('2026-02-28T23:59:59.999+01:00');
  });

  it('is settled by any answer; taken back, it lapses', () => {
    expect(lines(EU, [received('access'), answered('refused')])[0]).toMatch(/done by e4$/);
    expect(lines(EU, [received('access'), answered('withdrawn')])[0]).toMatch(/lapsed by e4$/);
  });

  it('in California is to be confirmed first, provisionally for want of a calendar', () => {
    const setting = { jurisdictions: ['US-CA'], zone: 'America/Los_Angeles' };
    const clocks = clocksAfter(setting, [received('erasure')]);
    expect(clocks.map(({ kind, due, deadline }) => [kind, due, deadline.provisional])).toEqual([
      ['rightsResponse', '2026-03-16T23:59:59.999-07:00', undefined],
      ['rightsAcknowledgement', '2026-02-13T23:59:59.999-08:00', 'calendarUnknown'],
    ]);
    const after = clocksAfter(setting, [received('erasure'), checked('failed')]);
    expect(after.map(({ kind, settled }) => [kind, settled?.how])).toEqual([
      ['rightsResponse', undefined],
      ['rightsAcknowledgement', 'done'],
    ]);
  });

  it('for erasure that is granted starts the time to delete', () => {
    const policy: PolicyTimes = {
      deletion: [
        {
          id: 'CLEX-R3',
          clause: 'Store 3 [L81]',
          because: ['subjectRequest'],
          period: { n: 15, unit: 'workingDay', calendar: 'CN' },
        },
      ],
    };
    const setting = { policy, jurisdictions: [] };
    const law = { policy, jurisdictions: ['CN'] };
    expect(lines(law, [received('erasure'), answered('fulfilled')])).toContain(
      'policy | CLEX-R3 | 2026-03-09T23:59:59.999+08:00',
    );
    expect(lines(law, [received('erasure'), answered('refused')]).join()).not.toContain('CLEX-R3');
    expect(lines(law, [received('access'), answered('fulfilled')]).join()).not.toContain('CLEX-R3');
    expect(lines(setting, [received('access')])).toEqual([]);
  });
});
