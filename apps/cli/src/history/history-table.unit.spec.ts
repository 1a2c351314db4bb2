import { describe, expect, it } from '@jest/globals';
import type { RecordEntry } from '#libs/sdk';
import { historyLines } from './history-table.ts';

const entry = (fields: RecordEntry['fields'], type = 'PersonalDataShared'): RecordEntry => ({
  id: '018f0000-0000-7000-8000-000000000000',
  type,
  family: 'processing',
  occurredAt: '2026-03-01T09:30:00+08:00',
  recordedAt: '2026-03-01T01:30:01Z',
  position: 1,
  revision: 0,
  recordedBy: 'k',
  correlationId: 'c',
  fields,
  sealed: [],
});

describe('the table of a history', () => {
  it('shows in which role somebody looked', () => {
    const [, line] = historyLines([entry({ role: 'auditor' }, 'HistoryRead')]);
    expect(line).toBe('2026-03-01T09:30:00+08:00  HistoryRead  auditor');
  });

  it('shows when, what, why, to whom and on what basis, in aligned columns', () => {
    const shared = entry({
      categories: [
        'https://w3id.org/dpv/pd#EmailAddress',
        { category: 'https://w3id.org/dpv/pd#Name', necessity: 'required' },
      ],
      purposes: ['https://w3id.org/dpv#DeliveryOfGoods'],
      recipient: 'sf-express',
      legalBasis: 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-b',
    });
    expect(historyLines([shared, entry({}, 'AccountCancelled')])).toEqual([
      'OCCURRED                   TYPE                ROLE  WHAT                PURPOSES         RECIPIENT   BASIS',
      '2026-03-01T09:30:00+08:00  PersonalDataShared        EmailAddress, Name  DeliveryOfGoods  sf-express  A6-1-b',
      '2026-03-01T09:30:00+08:00  AccountCancelled',
    ]);
  });

  it('lets no field steer the terminal', () => {
    const [, line] = historyLines([entry({ recipient: '\u001b[2J\u202eevil\u009b' })]);
    // eslint-disable-next-line no-control-regex -- that there are none is the point
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(line).toContain('[2J');
  });
});
