import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredFields } from '../stored-event.ts';
import { holdingEndsForAll, holdingMarksOf } from './holding-mark.ts';
import { heldFrom } from './holdings-from.ts';
import type { HeldInterval, PlacedMark } from './holdings-from.ts';

const EMAIL = 'https://w3id.org/dpv/pd#EmailAddress';
const NAME = 'https://w3id.org/dpv/pd#Name';
const PERSONAL_DATA = 'https://w3id.org/dpv#PersonalData';

/** Records of one person, each with when it happened; the log has them in this order. */
const held = (...records: readonly (readonly [string, number, StoredFields])[]): readonly string[] =>
  heldFrom(
    records.flatMap(([type, at, fields], position) =>
      holdingMarksOf(type, fields, 'clex').map((mark): PlacedMark => ({ mark, at, position })),
    ),
  ).map(line);

function line({ holder, categories, dataset, identifiability, basis, from, to }: HeldInterval): string {
  const names = categories.map((iri) => iri.slice(iri.indexOf('#') + 1)).join('+');
  const where = dataset === undefined ? '' : `/${dataset}`;
  const purposes = basis.purposes.length === 0 ? '' : ` for ${basis.purposes.join('+')}`;
  return `${holder.id}${where} ${names} ${identifiability} ${String(from)}-${to === undefined ? '' : String(to)}${purposes}`;
}

const collected = (at: number, categories: readonly string[], more: StoredFields = {}) =>
  [
    'PersonalDataCollected',
    at,
    { categories: categories.map((category) => ({ category })), purposes: ['service'], ...more },
  ] as const;
const shared = (at: number, more: StoredFields = {}) =>
  [
    'PersonalDataShared',
    at,
    { recipient: 'alipay', categories: [EMAIL], purposes: ['payment'], identifiability: 'identified', ...more },
  ] as const;
const deleted = (at: number, categories: readonly string[], more: StoredFields = {}) =>
  ['PersonalDataDeleted', at, { categories, method: 'erasure', ...more }] as const;

describe('what is held, from records', () => {
  it('begins with what came in, and ends with what was deleted, category by category', () => {
    expect(held(collected(1, [EMAIL, NAME]), deleted(5, [EMAIL]))).toEqual([
      'clex EmailAddress identified 1-5 for service',
      'clex Name identified 1- for service',
    ]);
    expect(held(collected(1, [EMAIL, NAME]), deleted(5, [PERSONAL_DATA]))).toEqual([
      'clex EmailAddress+Name identified 1-5 for service',
    ]);
  });

  it('goes on where the end of it can be taken back, or is only a promise', () => {
    const softly = deleted(3, [EMAIL], { method: 'softDeletion' });
    const stopped = ['UseStopped', 4, { cause: 'objection' }] as const;
    expect(held(collected(1, [EMAIL]), softly, stopped)).toEqual(['clex EmailAddress identified 1- for service']);
  });

  it('begins again where it came in again, however late that was told', () => {
    const expected = ['clex EmailAddress identified 1-3 for service', 'clex EmailAddress identified 5- for service'];
    expect(held(collected(1, [EMAIL]), collected(5, [EMAIL]), deleted(3, [EMAIL]))).toEqual(expected);
    expect(held(deleted(3, [EMAIL]), collected(5, [EMAIL]), collected(1, [EMAIL]))).toEqual(expected);
  });

  it('keeps apart what is held for another purpose or in another data set', () => {
    const crm = { datasets: ['crm'] };
    expect(
      held(collected(1, [EMAIL], { purposes: ['marketing'] }), collected(2, [EMAIL], crm), deleted(5, [EMAIL], crm)),
    ).toEqual(['clex EmailAddress identified 1- for marketing', 'clex/crm EmailAddress identified 2-5 for service']);
  });

  it('lies at a recipient until that has lost it, and is with the company, too, if nobody told how it came in', () => {
    const got = 'alipay EmailAddress identified 2-';
    const here = 'clex EmailAddress identified 2-';
    expect(held(shared(2))).toEqual([here, `${got} for payment`]);
    const answered = (outcome: string) => ['RecipientDeletionAnswered', 6, { recipient: 'alipay', outcome }] as const;
    expect(held(shared(2), answered('refused'))).toEqual([here, `${got} for payment`]);
    expect(held(shared(2), answered('confirmed'))).toEqual([here, `${got}6 for payment`]);
    const revoked = (includesPastData: boolean) =>
      ['RecipientAccessRevoked', 7, { recipient: 'alipay', includesPastData }] as const;
    expect(held(shared(2), revoked(false))).toEqual([here, `${got} for payment`]);
    expect(held(shared(2), revoked(true))).toEqual([here, `${got}7 for payment`]);
  });

  it('puts nothing of a person where only statistics went', () => {
    expect(held(collected(1, [EMAIL]), shared(2, { identifiability: 'statistical' }))).toEqual([
      'clex EmailAddress identified 1- for service',
    ]);
  });

  it('tells de-identified from anonymous: one is held on, the other is not, and both can come back', () => {
    const becomes = (type: string, at: number) => [type, at, { categories: [EMAIL] }] as const;
    expect(held(collected(1, [EMAIL]), becomes('PersonalDataDeidentified', 3))).toEqual([
      'clex EmailAddress identified 1-3 for service',
      'clex EmailAddress deidentified 3- for service',
    ]);
    expect(
      held(collected(1, [EMAIL]), becomes('PersonalDataAnonymized', 3), becomes('ReidentificationDetected', 6)),
    ).toEqual(['clex EmailAddress identified 1-3 for service', 'clex EmailAddress identified 6-']);
  });

  it('passes to a successor when that takes over, and combinations end by their name', () => {
    const transferred = [
      'PersonalDataTransferred',
      2,
      { newController: 'crius', categories: [NAME], effectiveAt: '1970-01-01T00:00:00.009Z' },
    ] as const;
    expect(held(transferred)).toEqual(['clex Name identified 2-', 'crius Name identified 9-']);
    const combined = [
      'PersonalDataCombined',
      1,
      { combination: 'heat-map', categories: [NAME], purposes: ['a'] },
    ] as const;
    const ended = ['PersonalDataCombinationEnded', 4, { combination: 'heat-map' }] as const;
    expect(held(combined, ended)).toEqual(['clex/heat-map Name identified 1-4 for a']);
  });

  it('ends for everybody only what a recipient lost as a whole', () => {
    const lost = { recipient: 'alipay', includesPastData: true };
    expect(holdingEndsForAll('RecipientAccessRevoked', lost)).toHaveLength(1);
    expect(holdingEndsForAll('RecipientAccessRevoked', { ...lost, includesPastData: false })).toEqual([]);
    const confirmed = { recipient: 'alipay', outcome: 'confirmed' };
    expect(holdingEndsForAll('RecipientDeletionAnswered', confirmed)).toHaveLength(1);
    expect(holdingEndsForAll('RecipientDeletionAnswered', { ...confirmed, categories: [PERSONAL_DATA] })).toHaveLength(
      1,
    );
    expect(holdingEndsForAll('RecipientDeletionAnswered', { ...confirmed, categories: [EMAIL] })).toEqual([]);
    expect(holdingEndsForAll('RecipientDeletionAnswered', { ...confirmed, requestId: 'r-1' })).toEqual([]);
    expect(holdingEndsForAll('PersonalDataDeleted', { categories: [EMAIL], method: 'erasure' })).toEqual([]);
  });
});

const anyMark: fc.Arbitrary<PlacedMark> = fc
  .record({
    at: fc.integer({ min: 0, max: 12 }),
    record: fc.oneof(
      fc.constantFrom(collected(0, [EMAIL]), collected(0, [EMAIL, NAME]), collected(0, [NAME], { datasets: ['crm'] })),
      fc.constantFrom(shared(0), shared(0, { identifiability: 'deidentified' })),
      fc.constantFrom(deleted(0, [EMAIL]), deleted(0, [NAME], { datasets: ['crm'] })),
      fc.constantFrom(['PersonalDataUsed', 0, { categories: [NAME] }] as const),
      fc.constantFrom(['PersonalDataDeidentified', 0, { categories: [EMAIL] }] as const),
    ),
  })
  .map(({ at, record: [type, , fields] }) => {
    const [mark] = holdingMarksOf(type, fields, 'clex').slice(-1);
    if (mark === undefined) throw new Error('Each of them says something.');
    return { mark, at, position: 0 };
  });

describe('what is held', () => {
  const anyMarks = fc
    .array(anyMark, { maxLength: 12 })
    .map((marks) => marks.map((mark, position) => ({ ...mark, position })));

  it('does not depend on the order in which records arrive', () => {
    fc.assert(
      fc.property(
        anyMarks.chain((marks) =>
          fc.tuple(fc.constant(marks), fc.shuffledSubarray(marks, { minLength: marks.length })),
        ),
        ([marks, shuffled]) => {
          expect(heldFrom(shuffled)).toEqual(heldFrom(marks));
        },
      ),
    );
  });

  it('is never held twice at once, of one kind, by one holder', () => {
    fc.assert(
      fc.property(anyMarks, (marks) => {
        const parts = heldFrom(marks).flatMap((one) => one.categories.map((category) => ({ ...one, category })));
        const same = Map.groupBy(parts, ({ holder, category, dataset, identifiability, basis }) =>
          JSON.stringify([holder, category, dataset, identifiability, basis]),
        );
        for (const intervals of same.values()) {
          for (const [index, { to }] of intervals.slice(0, -1).entries()) {
            expect(to).toBeLessThanOrEqual(intervals[index + 1]?.from ?? 0);
          }
        }
      }),
    );
  });
});
