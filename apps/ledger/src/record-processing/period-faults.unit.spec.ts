import { describe, expect, it } from '@jest/globals';
import type { RecordReport } from '#libs/domain';
import { periodFaults } from './period-faults.ts';

const occurredAt = '2026-11-20T10:00:00+08:00';
const faultsOf = (type: string, data: object) => periodFaults({ type, occurredAt, data } as unknown as RecordReport);
const tooEarly = (end: string, beginning: string) => [
  { pointer: `/data/${end}`, code: 'tooEarly', message: `must not be before ${beginning}` },
];

describe('a period that a record tells of', () => {
  it('may not end before it begins', () => {
    expect(faultsOf('ConsentGiven', { expiresAt: '2026-11-20T01:59:59.999Z' })).toEqual(
      tooEarly('expiresAt', 'occurredAt'),
    );
    expect(faultsOf('RecipientAgreementConcluded', { validFrom: '2026-03-02', validUntil: '2026-03-01' })).toEqual(
      tooEarly('validUntil', 'validFrom'),
    );
  });

  it.each([
    ['ConsentGiven', {}],
    ['ConsentGiven', { expiresAt: '2026-11-20T02:00:00Z' }],
    ['ConsentGiven', { expiresAt: 'one day' }],
    ['RecipientAgreementConcluded', { validFrom: '2026-03-01' }],
    ['RecipientAgreementConcluded', { validFrom: '2026-03-01', validUntil: '2026-03-01' }],
    ['RecipientAgreementConcluded', { validUntil: '2026-03-01' }],
    ['RecipientAgreementConcluded', { validFrom: 3, validUntil: null }],
    ['AccountCancelled', { expiresAt: '2000-01-01T00:00:00Z' }],
  ])('is left alone otherwise: %s %j', (type, data) => {
    expect(faultsOf(type, data)).toEqual([]);
  });
});
