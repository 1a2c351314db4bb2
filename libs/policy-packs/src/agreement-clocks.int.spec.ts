import { describe, expect, it } from '@jest/globals';
import {
  DeadlinePassed,
  RecipientAccessRevoked,
  RecipientAgreementConcluded,
  RecipientAgreementEnded,
  RecipientServiceEnded,
} from '#libs/domain';
import type { FieldsOf, PolicyTimes } from '#libs/domain';
import { clocksAfter, line, ofController, recorded } from './testing/clock-stage.ts';

type Agreed = Partial<FieldsOf<typeof RecipientAgreementConcluded>>;

const AGREED = '00000000-0000-4000-8000-000000000001';
const KAAYEE: PolicyTimes = {
  revocation: [{ id: 'KAAY-D11', clause: '9.A [L63]', period: { unit: 'immediately' }, includesPastData: true }],
};
const lines = (...given: Parameters<typeof clocksAfter>) => clocksAfter(...given).map(line);

describe('a recipient', () => {
  const concluded = (validUntil: string | undefined, id: string, more: Agreed = {}, at = '2026-01-01') =>
    recorded(
      RecipientAgreementConcluded,
      `${at}T10:00:00+08:00`,
      {
        recipient: 'autonavi',
        kind: 'dataProtection',
        agreement: 'dpa-1',
        validFrom: '2026-01-01',
        ...(validUntil === undefined ? {} : { validUntil }),
        ...more,
      },
      id,
    );
  const ended = (cause: 'terminated' | 'replaced' | 'expired') =>
    recorded(
      RecipientAgreementEnded,
      '2026-06-01T10:00:00+08:00',
      { recipient: 'autonavi', agreement: 'dpa-1', cause },
      'e2',
    );
  const serviceEnded = recorded(RecipientServiceEnded, '2026-06-01T10:00:00+08:00', { recipient: 'autonavi' }, 'e3');
  const revoked = (includesPastData: boolean, more: Partial<FieldsOf<typeof RecipientAccessRevoked>> = {}) =>
    ofController(
      recorded(
        RecipientAccessRevoked,
        '2026-06-02T10:00:00+08:00',
        { recipient: 'autonavi', includesPastData, cause: 'serviceEnded', ...more },
        'e4',
      ),
    );
  /** The ledger put on record that the last day of the agreement passed. */
  const ranOut = recorded(
    DeadlinePassed,
    '2026-05-31T23:59:59.999+08:00',
    {
      ...{ deadlineId: '00000000-0000-4000-8000-000000000050', number: 0, kind: 'agreementExpiry' },
      ...{ due: '2026-05-31T23:59:59.999+08:00', startedBy: AGREED, recipient: 'autonavi' },
    },
    'p1',
  );

  it("has an agreement to the end of its last day in the controller's zone, renewed under the same name", () => {
    expect(lines({}, [concluded('2026-12-31', 'e1')])).toEqual(['record | agreement | 2026-12-31T23:59:59.999+08:00']);
    expect(lines({}, [concluded('2026-12-31', 'e1'), concluded('2027-12-31', 'e2')])).toEqual([
      'record | agreement | 2027-12-31T23:59:59.999+08:00',
    ]);
    expect(lines({}, [concluded('2026-12-31', 'e1'), concluded(undefined, 'e2')])[0]).toMatch(/lapsed by e2$/);
  });

  it('must lose access when the agreement or the service ends, past data included at Kaayee', () => {
    expect(lines({ policy: KAAYEE }, [concluded('2026-12-31', 'e1'), ended('terminated')])).toEqual([
      'record | agreement | 2026-12-31T23:59:59.999+08:00 | lapsed by e2',
      'policy | KAAY-D11 | no number',
      'law | CN-PIPL-21 | no number',
    ]);
    expect(lines({ policy: KAAYEE }, [concluded('2026-12-31', 'e1'), ended('replaced')])).toHaveLength(1);
    const after = (past: boolean) => clocksAfter({ policy: KAAYEE, jurisdictions: [] }, [serviceEnded, revoked(past)]);
    expect(after(false).map(({ settled }) => settled)).toEqual([undefined]);
    expect(after(true).map(({ settled }) => settled?.how)).toEqual(['done']);
  });

  describe('whose agreement runs out and nobody says so', () => {
    const until = concluded('2026-05-31', AGREED);
    const revocations = (...records: Parameters<typeof clocksAfter>[1]) =>
      clocksAfter({ policy: KAAYEE, jurisdictions: [] }, records)
        .filter(({ kind }) => kind === 'revocation')
        .map(({ deadline: { rule, start }, startedBy, settled }) => [
          ...[rule.id, start, startedBy],
          ...(settled === undefined ? [] : [`${settled.how} by ${settled.by}`]),
        ]);
    const due = ['KAAY-D11', '2026-05-31T23:59:59.999+08:00', AGREED];

    it('must lose access all the same, by policy and by law, from the end of the last day on', () => {
      expect(revocations(until, ranOut)).toEqual([due]);
      expect(lines({ policy: KAAYEE }, [until, ranOut]).slice(1)).toEqual([
        'policy | KAAY-D11 | no number',
        'law | CN-PIPL-21 | no number',
      ]);
    });

    it.each([
      ['another agreement lets it have data', concluded(undefined, 'e5', { agreement: 'dpa-2' })],
      [
        'the next one was signed before',
        concluded('2027-05-31', 'e5', { agreement: 'dpa-2', validFrom: '2026-06-01' }),
      ],
    ])('keeps its access where %s', (_what, other) => {
      expect(revocations(until, other, ranOut)).toEqual([]);
      // And where that is told of later.
      expect(revocations(until, ranOut, other)).toEqual([[...due, 'lapsed by e5']]);
    });

    it('never had access by what is no agreement', () => {
      expect(revocations(concluded('2026-05-31', AGREED, { kind: 'securityAssessment' }), ranOut)).toEqual([]);
      const assessment = concluded(undefined, 'e5', { agreement: 'assessment', kind: 'securityAssessment' });
      expect(revocations(until, assessment, ranOut)).toEqual([due]);
    });

    it('has lost it where that was told, before or after, with what it had where the policy says so', () => {
      expect(revocations(until, ranOut, revoked(true))).toEqual([[...due, 'done by e4']]);
      expect(revocations(until, revoked(true), ranOut)).toEqual([[...due, 'done by e4']]);
      expect(revocations(until, ranOut, revoked(false))).toEqual([due]);
      expect(revocations(until, ranOut, revoked(true, { datasets: ['one-of-them'] }))).toEqual([due]);
    });

    it('has it again from a later agreement on', () => {
      const again = concluded('2027-05-31', 'e5', { validFrom: '2026-07-01' }, '2026-07-01');
      expect(revocations(until, ranOut, again)).toEqual([[...due, 'lapsed by e5']]);
      const assessment = concluded(undefined, 'e5', { kind: 'certification' }, '2026-07-01');
      expect(revocations(until, ranOut, assessment)).toEqual([due]);
    });

    it('owes it once where the end is told of afterwards, and by the end that came first', () => {
      expect(revocations(until, ranOut, ended('expired'))).toEqual([due]);
      expect(revocations(until, ranOut, revoked(true), ended('expired'))).toEqual([[...due, 'done by e4']]);
    });
  });
});
