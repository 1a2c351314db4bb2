import { describe, expect, it } from '@jest/globals';
import type { Consent, ConsentEnd, ConsentScope } from './state/consent-state.ts';
import { vocabularyFrom } from '../vocabulary.ts';
import { consentStanding } from './consent-standing.ts';

const vocabulary = vocabularyFrom([
  { iri: 'contact', prefixed: 'pd:Contact', scheme: 'category', labels: { en: 'Contact' } },
  { iri: 'email', prefixed: 'pd:EmailAddress', scheme: 'category', labels: { en: 'E-mail' }, broader: ['contact'] },
  { iri: 'name', prefixed: 'pd:Name', scheme: 'category', labels: { en: 'Name' } },
]);
const scope: ConsentScope = { purposes: ['marketing', 'statistics'], categories: ['email', 'name'] };
const consent = (more: Partial<Consent> = {}): Consent => {
  return { id: 'c', at: 10, form: 'express', givenBy: 'subject', scope, ...more };
};
const end = (at: number, more: Partial<ConsentEnd> = {}): ConsentEnd => ({ id: `e${String(at)}`, at, ...more });
const standing = (of: Consent, ends: readonly ConsentEnd[], at: number) => {
  const { standing: stands, until, endedBy } = consentStanding(of, ends, { at, vocabulary });
  return [stands, until, ...endedBy];
};

describe('where a consent stands', () => {
  it('is in force until it is withdrawn, and from then on it is not', () => {
    expect(standing(consent(), [end(20)], 19)).toEqual(['inForce', undefined]);
    expect(standing(consent(), [end(20)], 20)).toEqual(['withdrawn', 20, 'e20']);
  });

  it('is not touched by what came before it, or is about another one', () => {
    expect(standing(consent(), [end(5), end(15, { consentRef: 'd' })], 20)).toEqual(['inForce', undefined]);
    expect(standing(consent(), [end(15, { consentRef: 'c' })], 20)).toEqual(['withdrawn', 15, 'e15']);
  });

  it('ends by itself, by its own time or by a record that says so, whichever is earlier', () => {
    const limited = consent({ expiresAt: 30 });
    expect(standing(limited, [], 29)).toEqual(['inForce', 30]);
    expect(standing(limited, [], 30)).toEqual(['expired', 30]);
    expect(standing(limited, [end(25)], 40)).toEqual(['withdrawn', 25, 'e25']);
    expect(standing(limited, [end(35)], 40)).toEqual(['expired', 30]);
    expect(standing(consent(), [end(25, { consentRef: 'c', expired: true })], 40)).toEqual(['expired', 25, 'e25']);
  });

  it('loses what a withdrawal names, and is withdrawn when nothing is left', () => {
    const email = end(15, { scope: { purposes: ['marketing', 'statistics'], categories: ['contact'] } });
    const name = end(18, { scope: { purposes: ['marketing', 'statistics'], categories: ['name'] } });
    expect(standing(consent(), [email], 20)).toEqual(['partlyWithdrawn', undefined, 'e15']);
    expect(standing(consent(), [name, email], 20)).toEqual(['withdrawn', 18, 'e15', 'e18']);
    const other = end(15, { scope: { purposes: ['profiling'], categories: ['email'] } });
    expect(standing(consent(), [other], 20)).toEqual(['inForce', undefined]);
  });

  it('loses one recipient after the other, but as one for whatever recipient it outlasts them', () => {
    const from = (at: number, recipient: string) => end(at, { scope: { ...scope, recipients: [recipient] } });
    const toTwo = consent({ scope: { ...scope, recipients: ['a', 'b'] } });
    expect(standing(toTwo, [from(15, 'a')], 20)).toEqual(['partlyWithdrawn', undefined, 'e15']);
    expect(standing(toTwo, [from(15, 'a'), from(16, 'b')], 20)).toEqual(['withdrawn', 16, 'e15', 'e16']);
    expect(standing(toTwo, [from(15, 'c')], 20)).toEqual(['inForce', undefined]);
    expect(standing(consent(), [from(15, 'a')], 20)).toEqual(['partlyWithdrawn', undefined, 'e15']);
  });

  it('keeps what a withdrawal for some countries or operations leaves', () => {
    const inSweden = consent({ scope: { ...scope, countries: ['SE', 'CN'] } });
    const of = (...countries: string[]) => [end(15, { scope: { ...scope, countries } })];
    expect(standing(inSweden, of('SE'), 20)).toEqual(['partlyWithdrawn', undefined, 'e15']);
    expect(standing(inSweden, of('SE', 'CN'), 20)).toEqual(['withdrawn', 15, 'e15']);
    expect(standing(inSweden, of('DE'), 20)).toEqual(['inForce', undefined]);
    expect(standing(consent(), [end(15, { scope: { ...scope, operations: ['use'] } })], 20)).toEqual([
      'partlyWithdrawn',
      undefined,
      'e15',
    ]);
  });
});
