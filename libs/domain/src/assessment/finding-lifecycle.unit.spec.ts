import { describe, expect, it } from '@jest/globals';
import type { StoredFields } from '../stored-event.ts';
import { FindingAccepted, FindingExplained, FindingResolved } from './assessment-events.ts';
import { evolveFinding } from './finding.ts';
import type { FindingState } from './finding.ts';
import { decideFinding } from './finding-lifecycle.ts';
import type { FindingStep } from './finding-lifecycle.ts';

type Told = readonly [type: string, fields?: StoredFields];

const ID = 'f-1';
const raised: Told = [
  'FindingRaised',
  { findingId: ID, recordId: 'r-1', rule: 'SHR-GROUND', outcome: 'violates', row: 'CLEX-S1' },
];
const revised = (outcome: string): Told => ['FindingRevised', { findingId: ID, outcome, policyVersion: 'v2' }];
const explained: Told = ['FindingExplained', { findingId: ID }];
const resolved: Told = ['FindingResolved', { findingId: ID }];
const accepted: Told = ['FindingAccepted', { findingId: ID }];

const after = (events: readonly Told[]): FindingState | undefined =>
  events.reduce<FindingState | undefined>(
    (state, [type, fields = {}]) => evolveFinding(state, { type, fields }),
    undefined,
  );

const given = (...events: readonly Told[]) => ({
  when: (step: FindingStep) => {
    const state = after(events);
    if (state === undefined) throw new Error('There is a finding.');
    return { then: (expected: unknown) => expect(decideFinding(state, step)).toEqual(expected) };
  },
});

const CLOSED = { ok: false, code: 'closed' };
const EXPLAINS = { ok: true, definition: FindingExplained, text: 'explanation' };
const RESOLVES = { ok: true, definition: FindingResolved, text: 'resolution' };
const ACCEPTS = { ok: true, definition: FindingAccepted, text: 'reason' };

describe('decideFinding', () => {
  it('lets an open finding be explained, put right or answered for', () => {
    given(raised).when('explain').then(EXPLAINS);
    given(raised).when('resolve').then(RESOLVES);
    given(raised).when('accept').then(ACCEPTS);
  });

  it('lets an explained finding be explained again, and closed', () => {
    given(raised, explained).when('explain').then(EXPLAINS);
    given(raised, explained).when('resolve').then(RESOLVES);
    given(raised, explained).when('accept').then(ACCEPTS);
  });

  it.each(['explain', 'resolve', 'accept'] as const)('refuses to %s what is closed', (step) => {
    given(raised, resolved).when(step).then(CLOSED);
    given(raised, explained, resolved).when(step).then(CLOSED);
    given(raised, accepted).when(step).then(CLOSED);
    given(raised, revised('conforms')).when(step).then(CLOSED);
  });

  it('takes steps again once evidence that came late has opened it', () => {
    given(raised, resolved, revised('gap')).when('explain').then(EXPLAINS);
    given(raised, accepted, revised('violates')).when('resolve').then(RESOLVES);
    given(raised, revised('conforms'), revised('violates')).when('accept').then(ACCEPTS);
  });
});

describe('evolveFinding', () => {
  const statusesOf = (...events: readonly Told[]) =>
    events.map((_, n) => {
      const state = after(events.slice(0, n + 1));
      return [state?.number, state?.outcome, state?.status];
    });

  it('counts the events, keeps the outcome through the steps of people, and opens and closes with the answer', () => {
    expect(
      statusesOf(raised, explained, accepted, revised('gap'), resolved, revised('conforms'), revised('violates')),
    ).toEqual([
      [1, 'violates', 'open'],
      [2, 'violates', 'explained'],
      [3, 'violates', 'accepted'],
      [4, 'gap', 'open'],
      [5, 'gap', 'resolved'],
      [6, 'conforms', 'resolved'],
      [7, 'violates', 'open'],
    ]);
  });

  it('says what the last answer said, and nothing of the one before', () => {
    expect(after([raised, revised('gap'), explained])).toEqual({
      findingId: ID,
      recordId: 'r-1',
      rule: 'SHR-GROUND',
      number: 3,
      outcome: 'gap',
      status: 'explained',
      said: { policyVersion: 'v2' },
    });
  });

  it('takes an event of another kind for none of the finding', () => {
    expect(after([raised, ['ReassessmentRequested']])).toEqual(after([raised]));
  });

  it('knows no finding that was never raised', () => {
    expect(after([revised('gap'), explained])).toBeUndefined();
    expect(after([])).toBeUndefined();
  });
});
