import { describe, expect, it } from '@jest/globals';
import { entryLine, openedLine } from './entry-line.ts';
import { asCurl } from './example-request.ts';

describe('an example request', () => {
  it('is shown so that a shell sends it', () => {
    const body = { controllerId: 'kamoer' };
    expect(asCurl({ method: 'POST', path: '/v1/subjects/lookup', tokenName: 'AUDITOR', body, pipe: 'wc -l' })).toBe(
      [
        'curl -s -X POST "$LEDGER/v1/subjects/lookup" \\',
        '    -H "Authorization: Bearer $AUDITOR" \\',
        '    -H "Content-Type: application/json" \\',
        `    -d '{"controllerId":"kamoer"}' | wc -l`,
      ].join('\n'),
    );
  });
});

describe('an entry of a history', () => {
  const entry = {
    id: 'e',
    type: 'PersonalDataShared',
    family: 'processing',
    occurredAt: '2026-01-02T03:04:05+08:00',
    recordedAt: '2026-11-22T00:00:00Z',
    position: 1,
    revision: 1,
    recordedBy: 'k',
    correlationId: 'c',
    sealed: ['details/https://w3id.org/dpv/pd#EmailAddress'],
  };
  const pd = 'https://w3id.org/dpv/pd#';

  it('says in one line who got what', () => {
    const fields = { recipient: 'autonavi', identifiability: 'identified', categories: [`${pd}GPSCoordinate`] };
    expect(entryLine({ ...entry, fields })).toBe(
      '2026-01-02  PersonalDataShared         identified · → autonavi: GPSCoordinate',
    );
  });

  it('names categories whether they stand alone or with their necessity', () => {
    const categories = [{ category: `${pd}Name`, necessity: 'required' }, { category: `${pd}Age` }];
    expect(entryLine({ ...entry, type: 'PersonalDataCollected', fields: { categories } })).toBe(
      '2026-01-02  PersonalDataCollected      Name, Age',
    );
  });

  it('shows what was opened, by category', () => {
    const revealed = {
      details: { [`${pd}EmailAddress`]: 'elsa@example.com' },
      closed: { [`details/${pd}Age`]: 'erased' },
    };
    expect(openedLine({ ...entry, fields: {}, revealed })).toBe('EmailAddress elsa@example.com · Age erased');
    expect(openedLine({ ...entry, fields: {} })).toBe('');
  });
});
