import { describe, expect, it } from '@jest/globals';
import {
  accessEndsOf,
  agreementStanding,
  evolveAgreements,
  lawInForce,
  noAgreements,
  revocationRules,
  revocationsOf,
} from '#libs/domain';
import type { AgreementState, Fact, RevocationContext, StoredFields } from '#libs/domain';
import { loadCalendars } from './calendars.ts';
import { loadPolicyPacks } from './packs.ts';
import { loadTimedLaw } from './regimes.ts';
import { temporalTime } from './temporal-time.ts';
import { loadVocabulary } from './vocabulary.ts';

const packs = new Map(loadPolicyPacks(loadVocabulary()).map((pack) => [pack.controllerId, pack]));
const law = loadTimedLaw().deletion;
const counting = { time: temporalTime, calendars: loadCalendars(), zone: 'Asia/Shanghai' };
const of = (controllerId: string, jurisdictions: readonly string[], at: string): RevocationContext => ({
  at: Date.parse(at),
  counting,
  rulesAt: (instant) => {
    const day = temporalTime.dateOf(new Date(instant).toISOString(), counting.zone);
    const pack = packs.get(controllerId);
    return revocationRules(pack === undefined ? [] : accessEndsOf(pack), lawInForce(law, jurisdictions, day));
  },
});
/** Kaayee, by its policy alone. */
const kaayee = (at: string) => of('kaayee', [], at);

let count = 0;
const fact = (type: string, at: string, fields: StoredFields, more: Partial<Fact> = {}): Fact => {
  return {
    id: `f${String((count += 1))}`,
    type,
    at: Date.parse(at),
    fields: { recipient: 'alipay', ...fields },
    ...more,
  };
};
const concluded = (at: string, fields: StoredFields = {}): Fact =>
  fact('RecipientAgreementConcluded', at, {
    kind: 'confidentiality',
    agreement: 'a',
    validFrom: '2026-01-01',
    ...fields,
  });
const ended = (at: string, cause = 'terminated'): Fact =>
  fact('RecipientAgreementEnded', at, { agreement: 'a', cause });
const revoked = (at: string, fields: StoredFields, more: Partial<Fact> = {}): Fact =>
  fact('RecipientAccessRevoked', at, { includesPastData: true, cause: 'agreementEnded', ...fields }, more);
const standings = (facts: readonly Fact[], context: RevocationContext) =>
  revocationsOf(facts, context).map(({ because, standing, settledBy }) => [because, standing, settledBy]);

const noon = (day: string) => `${day}T12:00:00+08:00`;
const limited = { validUntil: '2026-06-30' };

describe('the access of a recipient', () => {
  it('ends with an agreement that was signed after it had begun to hold, and whose end that was as well', () => {
    const late = concluded(noon('2026-08-01'), limited);
    expect(standings([late], kaayee(noon('2026-06-30')))).toEqual([]);
    expect(standings([late], kaayee(noon('2026-07-01')))).toEqual([['agreementExpired', 'due', undefined]]);
  });

  it('has to end when the last day of the agreement is over where the company is, past data included at Kaayee', () => {
    const agreement = concluded(noon('2026-01-02'), limited);
    expect(revocationsOf([agreement], kaayee('2026-06-30T15:59:59.998Z'))).toEqual([]);
    expect(revocationsOf([agreement], kaayee('2026-06-30T15:59:59.999Z'))).toEqual([
      {
        recipient: 'alipay',
        because: 'agreementExpired',
        agreement: 'a',
        endedAt: Date.parse('2026-06-30T15:59:59.999Z'),
        startedBy: agreement.id,
        includesPastData: true,
        standing: 'due',
        deadlines: [
          {
            rule: { id: 'KAAY-D11', clause: expect.stringMatching(/\[L63\]$/) },
            period: { unit: 'immediately' },
            start: '2026-06-30T15:59:59.999Z',
            zone: 'Asia/Shanghai',
            origin: 'policy',
            includesPastData: true,
          },
        ],
      },
    ]);
  });

  it('has to end by the law as well, and by it alone where the policy is silent', () => {
    const facts = [concluded(noon('2026-01-02')), ended(noon('2026-03-01'))];
    const rules = (controllerId: string, places: readonly string[]) =>
      revocationsOf(facts, of(controllerId, places, noon('2026-03-02'))).map(({ deadlines, includesPastData }) => [
        includesPastData,
        ...deadlines.map(({ rule, origin }) => `${origin} ${rule.id}`),
      ]);
    expect(rules('kaayee', ['CN'])).toEqual([[true, 'policy KAAY-D11', 'law CN-PIPL-21']]);
    expect(rules('clex', ['CN'])).toEqual([[true, 'law CN-PIPL-21']]);
    expect(rules('clex', ['US'])).toEqual([]);
  });

  it('goes on where another agreement has taken the place of the one that ended', () => {
    const first = concluded(noon('2026-01-02'), limited);
    const next = concluded(noon('2026-06-20'), { agreement: 'b', validFrom: '2026-07-01' });
    expect(standings([first, next], kaayee(noon('2026-08-01')))).toEqual([]);
    const late = concluded(noon('2026-07-05'), { agreement: 'b', validFrom: '2026-07-05' });
    expect(standings([first, late], kaayee(noon('2026-07-02')))).toEqual([['agreementExpired', 'due', undefined]]);
    expect(standings([first, late], kaayee(noon('2026-08-01')))).toEqual([['agreementExpired', 'lapsed', late.id]]);
    expect(standings([first, ended(noon('2026-05-01'), 'replaced')], kaayee(noon('2026-05-02')))).toEqual([]);
    const assessed = concluded(noon('2026-01-02'), { agreement: 's', kind: 'securityAssessment' });
    // An assessment says something of a recipient, and lets it have nothing; neither does its end take anything.
    expect(standings([first, assessed], kaayee(noon('2026-07-02')))).toEqual([['agreementExpired', 'due', undefined]]);
    expect(
      standings([concluded(noon('2026-01-02'), { ...limited, kind: 'certification' })], kaayee(noon('2026-07-02'))),
    ).toEqual([]);
  });

  it('lasts to the new end of an agreement concluded again under its name', () => {
    const again = concluded(noon('2026-06-20'), { validUntil: '2026-12-31' });
    const facts = [concluded(noon('2026-01-02'), limited), again];
    expect(standings(facts, kaayee(noon('2026-08-01')))).toEqual([]);
    expect(standings(facts, kaayee(noon('2027-01-02')))).toEqual([['agreementExpired', 'due', undefined]]);
  });

  it('is revoked by a record about the recipient, not about one person, one data set or the time before', () => {
    const facts = [concluded(noon('2026-01-02')), ended(noon('2026-03-01'))];
    const then = (...more: readonly Fact[]) => standings([...facts, ...more], kaayee(noon('2026-04-01')));
    const due = [['agreementEnded', 'due', undefined]];
    expect(then()).toEqual(due);
    expect(then(revoked(noon('2026-03-02'), {}, { subjectId: 'somebody' }))).toEqual(due);
    expect(then(revoked(noon('2026-03-02'), { datasets: ['crm'] }))).toEqual(due);
    expect(then(revoked(noon('2026-02-01'), {}))).toEqual(due);
    const before = revoked(noon('2026-02-01'), { agreementRef: 'a' });
    expect(then(before)).toEqual([['agreementEnded', 'done', before.id]]);
    const partly = revoked(noon('2026-03-02'), { includesPastData: false });
    expect(then(partly)).toEqual([['agreementEnded', 'pastDataLeft', partly.id]]);
    const whole = revoked(noon('2026-03-03'), {});
    expect(then(partly, whole)).toEqual([['agreementEnded', 'done', whole.id]]);
  });

  it('has to end when the work ends, of all functions or of one', () => {
    const service = fact('RecipientServiceEnded', noon('2026-03-01'), { function: 'delivery' });
    expect(revocationsOf([concluded(noon('2026-01-02')), service], kaayee(noon('2026-03-02')))).toMatchObject([
      { because: 'serviceEnded', function: 'delivery', startedBy: service.id, standing: 'due' },
    ]);
  });
});

describe('an agreement', () => {
  it('holds from its first day to the end of its last one, or until it is ended', () => {
    const standing = (facts: readonly Fact[], at: string) => {
      const state = facts.reduce(evolveAgreements<AgreementState>, noAgreements);
      const [agreement] = state.agreements;
      if (agreement === undefined) throw new Error('One was concluded.');
      return agreementStanding(agreement, state, { at: Date.parse(at), counting });
    };
    const facts = [concluded(noon('2026-01-02'), { ...limited, validFrom: '2026-02-01' })];
    const until = Date.parse('2026-06-30T15:59:59.999Z');
    expect(standing(facts, '2026-01-31T15:59:59Z')).toEqual({ standing: 'notYet', until });
    expect(standing(facts, '2026-01-31T16:00:00Z')).toEqual({ standing: 'inForce', until });
    expect(standing(facts, '2026-06-30T15:59:59.999Z')).toEqual({ standing: 'inForce', until });
    expect(standing(facts, '2026-06-30T16:00:00Z')).toEqual({ standing: 'expired', until });
    const end = ended(noon('2026-04-01'));
    expect(standing([...facts, end], noon('2026-04-01'))).toEqual({
      standing: 'ended',
      until: end.at,
      endedBy: end.id,
    });
    expect(standing([concluded(noon('2026-01-02'))], noon('2030-01-01'))).toEqual({ standing: 'inForce' });
  });
});
