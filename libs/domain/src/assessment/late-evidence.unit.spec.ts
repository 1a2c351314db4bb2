import { describe, expect, it } from '@jest/globals';
import type { Fact } from './fact.ts';
import { codesMendedBy, couldMend, revisedBy, typesMending } from './late-evidence.ts';
import type { MissingCode } from './missing.ts';
import { noteVerdict, nothingJudged } from './state/judged-state.ts';
import type { JudgedState } from './state/judged-state.ts';
import type { Finding } from './verdict.ts';

const fact = (id: string, type: string, at: number): Fact => ({ id, type, at, fields: {} });

const finding = (code: MissingCode): Finding => ({
  rule: 'SHR-GROUND',
  outcome: 'violates',
  basis: { kind: 'none' },
  evidence: [],
  missing: { code, params: {} } as NonNullable<Finding['missing']>,
});

const judged = (...acts: readonly (readonly [string, number, ...MissingCode[]])[]): JudgedState =>
  acts.reduce<JudgedState>(
    (state, [id, at, ...codes]) => noteVerdict(state, fact(id, 'PersonalDataShared', at), codes.map(finding)),
    nothingJudged,
  );

describe('revisedBy', () => {
  it('finds the share that a consent covers which was told of later', () => {
    const state = judged(['share', 20, 'consentMissing'], ['other', 30, 'saleForbidden']);
    expect(revisedBy(state, fact('c', 'ConsentGiven', 10))).toEqual({ facts: ['share'] });
  });

  it('leaves alone what happened before the consent was given', () => {
    expect(revisedBy(judged(['share', 5, 'consentMissing']), fact('c', 'ConsentGiven', 10))).toEqual({ facts: [] });
  });

  it('asks for everything since to be judged anew when a withdrawal is told of later', () => {
    const state = judged(['share', 20], ['use', 30]);
    expect(revisedBy(state, fact('w', 'ConsentWithdrawn', 10))).toEqual({ facts: [], from: 10 });
    expect(revisedBy(state, fact('w', 'ConsentWithdrawn', 31))).toEqual({ facts: [] });
  });

  it('asks for a further extension to be judged anew when the first is told of later', () => {
    const state = noteVerdict(nothingJudged, fact('second', 'RightsRequestExtended', 20), []);
    expect(revisedBy(state, fact('first', 'RightsRequestExtended', 10))).toEqual({ facts: [], from: 10 });
  });

  it('lets an age bear on what happened before it was recorded', () => {
    const state = judged(['collected', 5, 'ageUnknown']);
    expect(revisedBy(state, fact('a', 'SubjectAgeAsserted', 10))).toEqual({ facts: ['collected'], from: -Infinity });
  });

  it('lets the register and a transfer bear on what happened since', () => {
    const state = judged(['share', 20]);
    for (const type of ['ProcessingActivityDeclared', 'PersonalDataTransferred']) {
      expect(revisedBy(state, fact('late', type, 10))).toEqual({ facts: [], from: 10 });
    }
  });

  it('has nothing to revise before anything was judged', () => {
    expect(revisedBy(nothingJudged, fact('w', 'ConsentWithdrawn', 1))).toEqual({ facts: [] });
  });

  it('forgets an act that conforms now', () => {
    const again = noteVerdict(judged(['share', 20, 'consentMissing']), fact('share', 'PersonalDataShared', 20), []);
    expect(again).toEqual({ open: [], lastActAt: 20 });
  });
});

describe('couldMend', () => {
  const mends = (type: string, code: MissingCode, fields: Fact['fields'] = {}, at = 10): boolean =>
    couldMend({ ...fact('late', type, at), fields }, { at: 5, missing: [code] });

  it('goes by the instant from which the rules count the record', () => {
    const madeAt = (at: number) => ({ carriedOutAt: new Date(at).toISOString() });
    expect(mends('ImpactAssessmentRecorded', 'impactAssessmentMissing', madeAt(5))).toBe(true);
    expect(mends('ImpactAssessmentRecorded', 'impactAssessmentMissing', madeAt(6))).toBe(false);
    expect(mends('ProcessingActivityDeclared', 'basisNotDeclared', { validFrom: '1970-01-01' })).toBe(true);
    expect(mends('ProcessingActivityDeclared', 'basisNotDeclared', { validFrom: '1970-01-02' })).toBe(false);
    expect(mends('ProcessingActivityDeclared', 'basisNotDeclared')).toBe(false);
    expect(mends('RecipientAgreementConcluded', 'agreementNotDeclared', { validFrom: '2026-01-01' })).toBe(true);
  });

  it('lets what nobody had recorded at all be there, whenever that happened', () => {
    const madeAt = { carriedOutAt: '2026-01-01T00:00:00Z' };
    expect(mends('ImpactAssessmentRecorded', 'impactAssessmentNotOnFile', madeAt)).toBe(true);
    expect(mends('ConsentGiven', 'referredUnknown')).toBe(true);
    expect(mends('ConsentGiven', 'consentMissing')).toBe(false);
  });

  it('knows what else changes the answer', () => {
    for (const code of ['consentMissing', 'consentTooWeak', 'basisUnknownToLaw', 'guardianNotVerified'] as const) {
      expect(mends('ProcessingActivityDeclared', code, {}, 5)).toBe(true);
    }
    expect(mends('NoticeGiven', 'consentMissing', {}, 5)).toBe(true);
    expect(mends('ConsentGiven', 'useStopped', {}, 5)).toBe(true);
    expect(mends('RecipientDeletionAnswered', 'recipientsNotTold', {}, 5)).toBe(true);
  });
});

describe('typesMending', () => {
  it('tells people only of records that make it conform', () => {
    expect(typesMending('mechanismNotAllowed')).toEqual([]);
    expect(typesMending('neitherMechanismNorConsent')).toEqual(['ConsentGiven']);
    expect(typesMending('beyondListed')).toEqual([]);
    expect(typesMending('consentMissing')).toEqual(['ConsentGiven']);
  });
});

describe('codesMendedBy', () => {
  it('names what an agreement could supply', () => {
    expect(codesMendedBy('RecipientAgreementConcluded')).toContain('agreementNotDeclared');
    expect(codesMendedBy('PersonalDataUsed')).toEqual([]);
  });
});
