import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileLaws, inForceAt, lawsOver } from '#libs/domain';
import type { Fact, Measure } from '#libs/domain';
import {
  loadCalendars,
  loadJurisdictionPacks,
  loadPolicyPacks,
  loadVocabulary,
  temporalTime,
} from '#libs/policy-packs';
import { lawCases } from './laws/index.ts';
import { play } from './played.ts';
import type { CaseRecord } from './policy-case.ts';
import { policyCases } from './policy-cases.ts';
import { compiled, factsOf } from './run-case.ts';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_126);
const DAY = 86_400_000;

const vocabulary = loadVocabulary();
const world = { vocabulary, time: temporalTime, calendars: loadCalendars() };
const policies = new Map(loadPolicyPacks(vocabulary).map((pack) => [pack.controllerId, compiled(pack, vocabulary)]));
const lawsIn = new Map<string, ReturnType<typeof compileLaws>>();
const choices = new Map<string, Measure['laws']>();

/** By the company's policy and the law, as the ledger measures. */
function measureOf({ at, controllerId = '', jurisdictions = [] }: Fact): Measure {
  const published = policies.get(controllerId);
  if (published === undefined) throw new Error(`Nobody wrote a policy for ${controllerId}.`);
  const { zone, pack } = published;
  const laws = lawsIn.get(zone) ?? loadJurisdictionPacks(vocabulary).flatMap((law) => compileLaws(law, zone, world));
  lawsIn.set(zone, laws);
  const places = [...pack.jurisdictions, ...jurisdictions];
  const key = `${zone} ${places.join(' ')}`;
  const chosen = choices.get(key) ?? lawsOver(laws, places);
  choices.set(key, chosen);
  return { policy: inForceAt([{ policy: published }], at), laws: chosen };
}

const SERVICE = 'dpv:ServiceProvision';
const EMAIL = 'pd:EmailAddress';

const collected = (at: string, legalBasis?: string, purposes = [SERVICE]): CaseRecord => ({
  type: 'PersonalDataCollected',
  at,
  data: {
    source: { kind: 'subject' },
    function: 'account',
    purposes,
    categories: [{ category: EMAIL }],
    ...(legalBasis === undefined ? {} : { legalBasis }),
  },
});

const used = (at: string, more: CaseRecord['data'] = {}): CaseRecord => ({
  type: 'PersonalDataUsed',
  at,
  data: { operation: 'dpv:Use', purposes: [SERVICE], categories: [EMAIL], ...more },
});

const exported = (at: string, more: CaseRecord['data'] = {}): CaseRecord => ({
  type: 'PersonalDataExported',
  at,
  data: {
    ...{ fromCountry: 'CN', toCountry: 'DE', mechanism: 'none' },
    ...{ categories: [EMAIL], purposes: ['local:InternalManagement'], ...more },
  },
});

const shared = (at: string, more: CaseRecord['data'] = {}): CaseRecord => ({
  type: 'PersonalDataShared',
  at,
  data: {
    ...{ identifiability: 'identified', recipient: 'kaadas-sdk-providers', recipientKind: 'processor' },
    ...{ ground: 'requestedService', purposes: [SERVICE], categories: [EMAIL], legalBasis: 'dpv:Contract', ...more },
  },
});

const person = (type: string, at: string, data: CaseRecord['data']): CaseRecord => ({ type, at, data });

const ofCompany = (type: string, at: string, data: CaseRecord['data']): CaseRecord => ({
  ...{ type, at, data },
  aboutNobody: true,
});

const assessment = (at: string, carriedOutAt: string): CaseRecord =>
  ofCompany('ImpactAssessmentRecorded', at, {
    ...{ assessment: 'assessment-1', occasions: ['export'], carriedOutAt, retainUntil: '2029-12-31' },
    contents: ['lawfulnessAndNecessity', 'impactAndRisk', 'protectiveMeasures'],
  });

const activity = (at: string, more: CaseRecord['data'] = {}): CaseRecord =>
  ofCompany('ProcessingActivityDeclared', at, {
    ...{ activity: 'shop', role: 'controller', purposes: [SERVICE], subjectCategories: ['customers'] },
    ...{ categories: [EMAIL], legalBases: ['local:PIPL-13-2'], ...more },
  });

const agreement = (at: string, more: CaseRecord['data'] = {}): CaseRecord =>
  ofCompany('RecipientAgreementConcluded', at, {
    ...{ recipient: 'kaadas-sdk-providers', kind: 'processorAgreement', agreement: 'agreement-1' },
    ...{ validFrom: '2026-01-01', ...more },
  });

const day = (of: number): string => new Date(Date.parse('2026-10-01T01:00:00Z') + of * DAY).toISOString();

/** @returns codes of what was missing by a rule, of each record the rule speaks of: live, which a reassessment has to find as well */
function missingBy(rule: string, controllerId: string, ...records: readonly [CaseRecord, ...CaseRecord[]]): unknown[] {
  const given = records.slice(0, -1);
  const order = factsOf({ given, when: records.at(-1) ?? records[0] }, controllerId, vocabulary);
  const { live, again } = play(order, measureOf);
  expect(live).toEqual(again);
  return [...live.values()].flatMap((told) => {
    const found = told[rule] as { readonly missing?: { readonly code: string } } | undefined;
    return found === undefined ? [] : [found.missing?.code];
  });
}

describe('evidence counts from when the rules count it', () => {
  it('such as an impact assessment from when it was carried out', () => {
    const before = [exported(day(1)), assessment(day(4), day(0))] as const;
    expect(missingBy('ACT-ASSESSED', 'clex', ...before)).toEqual([]);
    const after = [exported(day(1)), assessment(day(4), day(3))] as const;
    expect(missingBy('ACT-ASSESSED', 'clex', ...after)).toEqual(['impactAssessmentMissing']);
    const named = [exported(day(1), { impactAssessmentRef: 'assessment-1' }), assessment(day(4), day(3))] as const;
    expect(missingBy('ACT-ASSESSED', 'clex', ...named)).toEqual(['impactAssessmentMissing']);
  });

  it('such as an agreement from its first day, and one that is over is not in force', () => {
    const signedLater = missingBy('SHR-CONTRACT', 'clex', shared(day(1)), agreement(day(4)));
    expect(signedLater).not.toContain('agreementNotDeclared');
    const over = agreement(day(4), { validUntil: '2026-09-30' });
    expect(missingBy('SHR-CONTRACT', 'kamoer', shared(day(1)), over)).toContain('agreementNotInForce');
  });

  it('such as an activity of the register from the first day on which it is done so', () => {
    const found = (validFrom: string) => [
      missingBy('LAW-BASIS', 'kaidexipu', used(day(31)), activity(day(50), { validFrom })),
      missingBy('LAW-BASIS', 'kaidexipu', activity(day(0), { validFrom }), used(day(31))),
    ];
    // Day 31 is the first of November; where the company is, the day is nine in the morning.
    expect(found('2026-11-01')).toEqual([[], []]);
    expect(found('2026-11-02')).toEqual([['basisNotDeclared'], ['basisNotDeclared']]);
  });
});

describe('what a collection was for', () => {
  it('is told by those before an act, and none is evidence for itself', () => {
    const first = [collected(day(0), 'dpv:Contract', ['dpv:ServiceRegistration']), collected(day(4))] as const;
    const late = [collected(day(0)), collected(day(4), 'dpv:Contract')] as const;
    for (const order of [first, late]) {
      expect(missingBy('LAW-BASIS', 'kaidexipu', ...order)).toEqual(['basisNotDeclared']);
    }
    const inOrder = [collected(day(0), 'eu-gdpr:A6-1-b'), used(day(1))] as const;
    const onConsentLater = collected(day(4), 'local:PIPL-13-1');
    expect(missingBy('LAW-BASIS', 'kaidexipu', ...inOrder, onConsentLater)).toEqual(
      missingBy('LAW-BASIS', 'kaidexipu', ...inOrder).concat('consentMissing'),
    );
  });

  it('is not forgotten, however often it is collected again', () => {
    const more = Array.from({ length: 20 }, (_, index) => collected(day(2 + index), 'dpv:Contract'));
    const late = person('ConsentWithdrawn', day(0.5), {
      ...{ withdrawnBy: 'subject', scope: { purposes: ['dpv:Marketing'], categories: [EMAIL] } },
    });
    const order = [collected(day(0), 'local:PIPL-13-2'), used(day(1)), ...more, late] as const;
    expect(missingBy('LAW-BASIS', 'kaidexipu', ...order)).not.toContain('basisNotDeclared');
  });
});

describe('what was forgotten', () => {
  it('makes no answer worse: what was judged by it stands', () => {
    const cancelled = person('AccountCancelled', day(1), { requestedBy: 'subject' });
    const more = Array.from({ length: 40 }, (_, index) => collected(day(4 + index)));
    const late = person('ConsentWithdrawn', day(1.5), {
      ...{ withdrawnBy: 'subject', scope: { purposes: ['dpv:Marketing'], categories: ['pd:Health'] } },
    });
    const order = [cancelled, collected(day(2)), used(day(3)), ...more, late] as const;
    expect(missingBy('USE-STOPPED', 'kamoer', cancelled, used(day(3)))).toEqual(['useStopped']);
    expect(missingBy('USE-STOPPED', 'kamoer', ...order)).toEqual([]);
  });
});

describe('records that make earlier acts unlawful', () => {
  it('are the register, where less was needed than was shared', () => {
    const phone = shared(day(3), { categories: ['pd:TelephoneNumber'] });
    expect(missingBy('SHR-MIN', 'kaadas', phone, activity(day(1)))).toEqual(['beyondNecessary']);
  });

  it('are data that went to a successor whose commitment is declined', () => {
    const declined = ofCompany('SuccessorCommitmentAnswered', day(1), { newController: 'kamoer', answer: 'declined' });
    const transferred = person('PersonalDataTransferred', day(2), {
      ...{ newController: 'kamoer', categories: [EMAIL], ground: 'merger', successorCommitment: 'mustReconsent' },
    });
    expect(missingBy('TRF-SUCCESSOR', 'clex', used(day(3)), declined, transferred)).toContain('successorDeclined');
  });

  it('bear on records in which no rule had found anything as well', () => {
    const requestId = 'request-1';
    const answered = person('RightsRequestAnswered', day(4), { requestId, outcome: 'fulfilled' });
    const asked = { requestId, right: 'copy', channel: 'email', receivedFrom: 'subject' };
    const order = [answered, person('RightsRequestReceived', day(3), asked)] as const;
    expect(missingBy('RGT-CONTENT', 'kaidexipu', ...order)).toEqual(['answerNotDeclared']);
    const checked = person('RightsRequestIdentityChecked', day(3), { requestId, outcome: 'moreAsked' });
    expect(missingBy('RGT-VERIFY', 'kamoer', answered, checked)).toEqual(['identityNotVerified']);
    const reported = person('RecipientUseReported', day(4), {
      ...{ recipient: 'clex-affiliates', purposes: ['dpv:Marketing'], categories: [EMAIL], learntFrom: 'audit' },
    });
    const before = shared(day(3), { recipient: 'clex-affiliates', recipientKind: 'affiliate', ground: 'affiliate' });
    expect(missingBy('SHR-PURPOSE-LOCK', 'kaidexipu', reported, before)).toEqual(['consentMissing']);
  });
});

describe('records that make earlier acts lawful', () => {
  it('are what the register says an act rests on', () => {
    const onGdpr = activity(day(1), { legalBases: ['eu-gdpr:A6-1-f'] });
    const inSweden = { ...onGdpr, jurisdictions: ['SE'] };
    expect(missingBy('LAW-BASIS', 'kaayee', used(day(3)), inSweden, activity(day(2)))).toEqual([]);
  });

  it('are notices that told the other purpose', () => {
    const purposes = ['dpv:ServicePersonalisation'];
    const told = person('NoticeGiven', day(1), { purposes, categories: [EMAIL] });
    expect(missingBy('USE-PURPOSE', 'clex', used(day(3), { purposes }), told)).toEqual([]);
  });

  it('are consents given after a use was stopped', () => {
    const restricted = person('ProcessingRestricted', day(1), { ground: 'accuracyContested', categories: [EMAIL] });
    const consent = person('ConsentGiven', day(2), {
      ...{ form: 'express', givenBy: 'subject', scope: { purposes: [SERVICE], categories: [EMAIL] } },
    });
    expect(
      missingBy('USE-STOPPED', 'kaayee', restricted, used(day(3), { legalBasis: 'dpv:Contract' }), consent),
    ).toEqual([]);
  });

  it('are answers of recipients that were asked to delete', () => {
    const recipient = 'kaadas-enterprise-apps';
    const deleted = person('PersonalDataDeleted', day(3), {
      ...{ method: 'erasure', ground: 'subjectRequest', categories: [EMAIL], recipientsInformed: ['autonavi'] },
    });
    const given = shared(day(2), { recipient, recipientKind: 'enterpriseApp' });
    const answer = person('RecipientDeletionAnswered', day(3), { recipient, outcome: 'refused', ground: 'impossible' });
    expect(missingBy('DEL-PROPAGATE', 'kaadas', given, deleted)).toEqual(['recipientsNotTold']);
    expect(missingBy('DEL-PROPAGATE', 'kaadas', given, deleted, answer)).toEqual([]);
  });

  it('are consents that a withdrawal names, whenever they were given', () => {
    const unknown = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
    const withdrawn = person('ConsentWithdrawn', day(1), { withdrawnBy: 'subject', consentRef: unknown });
    const order = factsOf({ given: [withdrawn], when: used(day(2)) }, 'clex', vocabulary);
    const consent = person('ConsentGiven', day(5), {
      ...{ form: 'express', givenBy: 'subject', scope: { purposes: ['dpv:Marketing'], categories: ['pd:Health'] } },
    });
    const named = factsOf({ when: consent }, 'clex', vocabulary).map((fact) => ({ ...fact, id: unknown }));
    const codes = (facts: readonly Fact[]) => {
      const { live, again } = play(facts, measureOf);
      expect(live).toEqual(again);
      return JSON.stringify([...live.values()]);
    };
    expect(codes(order)).toContain('referredUnknown');
    expect(codes([...order, ...named])).not.toContain('referredUnknown');
  });
});

interface Arrival {
  readonly controllerId: string;
  readonly order: readonly Fact[];
}

/** The cases of a company and of the laws, several of one person, at times of their own, in any order. */
const arrivals: fc.Arbitrary<Arrival> = fc.constantFrom(...policies.keys()).chain((controllerId) => {
  const cases = [...(policyCases[controllerId] ?? []), ...Object.values(lawCases).flat()];
  const gdpr = new Set<object>(lawCases['EEA'] ?? []);
  const chosen = fc.record({
    one: fc.constantFrom(...cases),
    days: fc.integer({ min: 0, max: 20 }),
    shifts: fc.array(fc.constantFrom(0, 0, 0, -9, -3, 2, 8), { minLength: 12, maxLength: 12 }),
  });
  return fc.array(chosen, { minLength: 2, maxLength: 9 }).chain((picked) => {
    const facts = picked.flatMap(({ one, days, shifts }, number) =>
      factsOf(one, controllerId, vocabulary).map((fact, index): Fact => {
        const place = gdpr.has(one) ? { jurisdictions: [...(fact.jurisdictions ?? []), 'SE'] } : {};
        const at = fact.at + (days + (shifts[index] ?? 0)) * DAY;
        return ofCase(number, { ...fact, ...place, at });
      }),
    );
    const order = fc.shuffledSubarray(facts, { minLength: facts.length });
    return fc.record({ controllerId: fc.constant(controllerId), order });
  });
});

/** Ids are counted in each case anew: here they are told apart, also where one record names another. */
function ofCase(number: number, fact: Fact): Fact {
  const prefix = '00000000-0000-4000-8000-';
  const mine = `${String(number + 1).padStart(8, '0')}-0000-4000-8000-`;
  const { subjectId, ...renamed } = JSON.parse(JSON.stringify(fact).replaceAll(prefix, mine)) as Fact;
  return subjectId === undefined ? renamed : { ...renamed, subjectId: `${prefix}0000000000aa` };
}

describe(`live verdicts (seed ${SEED})`, () => {
  it('are those that a reassessment finds, in whatever order records arrive', () => {
    fc.assert(
      fc.property(arrivals, ({ order }) => {
        const { live, again } = play(order, measureOf);
        expect(live).toEqual(again);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});
