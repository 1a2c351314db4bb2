import { describe, expect, it } from '@jest/globals';
import { BreachDetected, BreachNoticeGiven, strictestOf } from '#libs/domain';
import type { FieldsOf, PolicyTimes } from '#libs/domain';
import { clocksAfter, line, ofController, recorded } from './testing/clock-stage.ts';

type Detected = FieldsOf<typeof BreachDetected>;
type Notice = FieldsOf<typeof BreachNoticeGiven>;

const KAADAS: PolicyTimes = {
  breach: [{ id: 'KAAD-B1', clause: '§7(5) [L157]', audience: 'individuals', period: { n: 10, unit: 'day' } }],
};
const AWARE = '2026-11-20T10:00:00+08:00';

const detected = (more: Partial<Detected> = {}, id = 'e1', at = AWARE) =>
  ofController(
    recorded(
      BreachDetected,
      at,
      { breachId: 'b1', awareAt: AWARE, nature: ['confidentiality'], cause: 'unknown', ...more },
      id,
    ),
  );
const notice = (more: Partial<Notice> = {}, at = '2026-11-21T10:00:00+08:00') =>
  ofController(
    recorded(
      BreachNoticeGiven,
      at,
      { breachId: 'b1', audience: 'regulator', phase: 'initial', contents: ['basicFacts'], channel: 'portal', ...more },
      'n1',
    ),
  );
const lines = (jurisdictions: readonly string[], ...records: readonly ReturnType<typeof detected>[]) =>
  clocksAfter({ jurisdictions }, records).map((clock) => line(clock).replace(' | policy silent', ''));

describe('a breach', () => {
  it('at Kaadas: at once by PIPL, ten days by the policy, 72 hours by the GDPR where people of the EU are concerned', () => {
    const clocks = clocksAfter({ policy: KAADAS, jurisdictions: ['CN'], company: { dataProcessor: false } }, [
      detected({
        risk: 'high',
        affectedIn: [
          { country: 'CN', subjectCount: 900 },
          { country: 'DE', subjectCount: 3 },
        ],
      }),
    ]);
    expect(clocks.map(line)).toEqual([
      'policy | KAAD-B1 | 2026-11-30T23:59:59.999+08:00',
      'law | CN-PIPL-57/regulator | no number | policy silent',
      'law | CN-PIPL-57/individuals | no number',
      'law | CN-NDSR-11/regulator | no number | policy silent',
      'law | CN-NDSR-11/individuals | no number | undeclared harmAvoided',
      'law | CN-MINORS-35/regulator | no number | policy silent | undeclared minors',
      'law | CN-MINORS-35/individuals | no number | undeclared minors',
      'law | EU-GDPR-33/regulator | 2026-11-23T10:00:00.000+08:00 | policy silent',
      'law | EU-GDPR-33/individuals | no number',
    ]);
    const individuals = strictestOf(clocks.filter(({ concern }) => concern.audience === 'individuals'));
    expect([individuals.earliest?.deadline.rule.id, individuals.uncounted.length]).toEqual(['KAAD-B1', 4]);
  });

  it('that is unlikely to be a risk is told to nobody under the GDPR', () => {
    expect(lines(['SE'], detected({ risk: 'unlikely' })).join()).not.toMatch(/regulator|individuals/);
  });

  it('whose risk nobody judged yet runs, and says what to declare', () => {
    expect(lines(['SE'], detected())).toContain(
      'law | EU-GDPR-33/regulator | 2026-11-23T10:00:00.000+08:00 | undeclared risk dataProcessor',
    );
  });

  it('at a processor is told to the controller it works for, and to no authority', () => {
    const clocks = clocksAfter({ jurisdictions: ['SE'], company: { dataProcessor: true } }, [
      detected({ risk: 'high' }),
    ]);
    expect(clocks.map(line)).toEqual(['law | EU-GDPR-33/controller | no number | policy silent']);
  });

  it('never runs 96 hours: the proposal is not law', () => {
    expect(lines(['SE'], detected({ risk: 'high' })).join()).not.toContain('omnibus');
  });

  it('whose data nobody can read is not told to people under the GDPR, but to them under PIPL', () => {
    const after = lines(['SE', 'CN'], detected({ risk: 'high', unintelligible: true }));
    expect(after.join()).not.toContain('EU-GDPR-33/individuals');
    expect(after.join()).toContain('CN-PIPL-57/individuals');
  });

  it('whose harm was kept away is still told to the authority under PIPL', () => {
    const after = lines(['CN'], detected({ effectiveMeasures: true })).join();
    expect([after.includes('CN-PIPL-57/individuals'), after.includes('CN-PIPL-57/regulator')]).toEqual([false, true]);
  });

  it.each<[string, number, boolean]>([
    ['a million people in China', 1_000_000, true],
    ['fewer', 999_999, false],
  ])('of %s', (_what, subjectCount, owed) => {
    const after = lines(['CN'], detected({ affectedIn: [{ country: 'CN', subjectCount }] })).join('\n');
    expect(after.includes('CN-CAC-INC')).toBe(owed);
    // Nobody declared whether it is critical infrastructure, so that the one hour counts.
    if (owed) {
      expect(after).toContain(
        'CN-CAC-INC/regulator | 2026-11-20T11:00:00.000+08:00 | undeclared criticalInfrastructure stateOrgan',
      );
      expect(after).toContain('CN-CAC-INC/final | awaits handled');
    }
  });

  it('starts the summary when it is over', () => {
    const affectedIn = [{ country: 'CN', subjectCount: 2_000_000 }];
    const over = detected({ affectedIn, endedAt: '2026-11-25T10:00:00+08:00' }, 'e2', '2026-11-26T10:00:00+08:00');
    expect(lines(['CN'], detected({ affectedIn }), over).join('\n')).toContain(
      'CN-CAC-INC/final | 2026-12-25T23:59:59.999+08:00',
    );
  });

  it('asks in Japan for more time where somebody broke in, and for the shorter where nobody knows', () => {
    const categories = ['pd:PaymentCardNumber'];
    const final = (cause: Detected['cause']) =>
      lines(['JP'], detected({ categories, cause })).find((text) => text.includes('/final'));
    expect(final('externalMalicious')).toContain('2027-01-19T23:59:59.999+08:00');
    expect(final('technical')).toContain('2026-12-20T23:59:59.999+08:00');
    expect(final('unknown')).toContain('2026-12-20T23:59:59.999+08:00 | undeclared unlawfulAccess');
  });

  it('starts in Singapore when it was assessed, once', () => {
    const assessed = detected({ risk: 'high' }, 'e2', '2026-11-24T10:00:00+08:00');
    const later = detected({ risk: 'high', subjectCount: 700 }, 'e3', '2026-11-28T10:00:00+08:00');
    expect(lines(['SG'], detected())[0]).toContain('SG-PDPA-26D/regulator | awaits assessedNotifiable');
    expect(lines(['SG'], detected(), assessed)[0]).toContain('2026-11-27T23:59:59.999+08:00');
    expect(lines(['SG'], detected(), assessed, later)[0]).toContain('2026-11-27T23:59:59.999+08:00');
  });

  it('counts Brazilian working days provisionally', () => {
    const [clock] = clocksAfter({ jurisdictions: ['BR'], zone: 'America/Sao_Paulo' }, [
      detected({ risk: 'risk', categories: ['pd:Password'] }),
    ]);
    expect([clock?.deadline.provisional, clock?.undeclared]).toEqual(['calendarUnknown', ['smallAgent']]);
  });

  it('has its clocks once, though every person concerned has a record of it', () => {
    const { subjectId, ...risky } = recorded(
      BreachDetected,
      AWARE,
      { breachId: 'b1', awareAt: AWARE, nature: ['confidentiality'], cause: 'unknown', risk: 'high' },
      'e2',
    );
    const whole = lines(['SE'], detected({ risk: 'high' }));
    expect(subjectId).toBeDefined();
    expect(lines(['SE'], detected({ risk: 'high' }), { ...risky, subjectId: 'somebody' })).toEqual(whole);
  });

  it('is not settled by a notice of another company that calls its breach the same', () => {
    const others = { ...notice(), controllerId: 'kamoer' };
    expect(lines(['SE'], detected({ risk: 'high' }), others)[0]).not.toMatch(/done/);
  });

  it('moves when the controller corrects what it knew when, and lapses when it is no risk after all', () => {
    const earlier = detected({ awareAt: '2026-11-19T10:00:00+08:00', risk: 'risk' }, 'e2');
    expect(lines(['SE'], detected(), earlier)[0]).toContain('EU-GDPR-33/regulator | 2026-11-22T10:00:00.000+08:00');
    const none = detected({ risk: 'unlikely' }, 'e2');
    expect(lines(['SE'], detected(), none)[0]).toMatch(/lapsed by e2$/);
    expect(lines(['SE'], detected(), none, detected({ risk: 'risk' }, 'e3'))[0]).not.toMatch(/lapsed/);
  });
});

describe('a notice of a breach', () => {
  const risky = detected({ risk: 'high' });
  const settledBy = (jurisdictions: readonly string[], given: ReturnType<typeof notice>) =>
    clocksAfter({ jurisdictions }, [risky, given])
      .filter(({ settled }) => settled?.how === 'done')
      .map(({ deadline }) => deadline.rule.id);

  it('to the one authority concerned needs no law named', () => {
    expect(settledBy(['SE'], notice())).toEqual(['EU-GDPR-33/regulator']);
  });

  it('to one of several authorities settles only the one of the law it names', () => {
    expect(settledBy(['SE', 'TH'], notice())).toEqual([]);
    expect(settledBy(['SE', 'TH'], notice({ regime: 'th-pdpa-37' }))).toEqual(['TH-PDPA-37/regulator']);
  });

  it('to people settles what is owed to people by every law', () => {
    expect(settledBy(['SE', 'TH'], notice({ audience: 'subjects', channel: 'email' }))).toEqual([
      'EU-GDPR-33/individuals',
      'TH-PDPA-37/individuals',
    ]);
  });

  it('to one person settles nothing for all', () => {
    expect(settledBy(['SE'], notice({ audience: 'subject', channel: 'email' }))).toEqual([]);
  });

  it('that is the first leaves the final report open; the final one settles both', () => {
    const japanese = detected({ categories: ['pd:PaymentCardNumber'], cause: 'technical' });
    const open = (phase: Notice['phase']) =>
      clocksAfter({ jurisdictions: ['JP'] }, [japanese, notice({ phase })])
        .filter(({ settled, concern }) => settled === undefined && concern.audience === 'regulator')
        .map(({ concern }) => concern.duty);
    expect(open('initial')).toEqual(['final']);
    expect(open('final')).toEqual([]);
  });

  it('to people starts the copy for the Attorney General of California', () => {
    const breach = detected({ affectedIn: [{ country: 'US-CA', subjectCount: 501 }], unintelligible: false });
    const told = notice({ audience: 'subjects', channel: 'email' });
    const ofAttorney = (...records: readonly ReturnType<typeof detected>[]) =>
      lines([], ...records).find((text) => text.includes('1798.82/regulator'));
    expect(ofAttorney(breach)).toContain('awaits individualsNotified');
    expect(ofAttorney(breach, told)).toContain('2026-12-06T23:59:59.999+08:00');
  });

  it('stays given when more is learnt', () => {
    const after = clocksAfter({ jurisdictions: ['SE'] }, [
      risky,
      notice(),
      detected({ risk: 'high', subjectCount: 9 }, 'e2'),
    ]);
    expect(after[0]?.settled).toEqual({ by: 'n1', at: '2026-11-21T10:00:00+08:00', how: 'done' });
  });
});
