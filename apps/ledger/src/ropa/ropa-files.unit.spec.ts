import { describe, expect, it } from '@jest/globals';
import { loadVocabulary } from '#libs/policy-packs';
import { ropaCsv, ropaHtml } from './ropa-files.ts';
import { ropaFormatOf } from './ropa-format.ts';
import type { RopaDto } from './ropa.dto.ts';

const vocabulary = loadVocabulary();
const EMAIL = 'https://w3id.org/dpv/pd#EmailAddress';
const SELL = 'https://w3id.org/dpv#SellProducts';
const ropa = {
  controller: {
    ...{ id: 'shop', names: ['Öl & <b>Co</b>'], role: 'controller', country: 'CN', contact: '=privacy@shop.example' },
    ...{ dpoContact: 'dpo@shop.example', representative: { name: 'Shop EU GmbH', country: 'DE' } },
  },
  policy: { policyVersion: 'shop-1', purposes: [SELL], categories: [EMAIL], recipients: [] },
  activities: [
    {
      activity: 'orders',
      recordId: '00000000-0000-4000-8000-000000000001',
      declaredAt: '2026-01-01T00:00:00Z',
      declared: {
        ...{ activity: 'orders', role: 'jointController', jointControllers: ['other-shop'], purposes: [SELL] },
        ...{ subjectCategories: ['customers'], categories: [EMAIL], recipientKinds: ['logistics'] },
        transfers: [{ country: 'US', mechanism: 'adequacy' }, { country: 'BR' }],
        ...{ retention: [{ category: EMAIL, period: 'P1Y' }, { rule: 'by-law' }], securityMeasures: ['training'] },
      },
    },
  ],
  recorded: [
    {
      ...{ purpose: SELL, types: ['PersonalDataUsed'], categories: [EMAIL], legalBases: [], recipients: ['carrier'] },
      ...{ count: 12, firstAt: '2026-02-01T00:00:00.000Z', lastAt: '2026-03-01T00:00:00.000Z' },
    },
  ],
  drift: [
    { kind: 'recipientsNotDeclared', purpose: SELL, recipients: ['carrier'] },
    { kind: 'purposeNotDeclared', purpose: SELL, count: 3, inPolicy: true },
  ],
} as unknown as RopaDto;

describe('a register as a file', () => {
  it('is a spreadsheet in words, one activity on each line', () => {
    const [header, row, ...rest] = ropaCsv(ropa, vocabulary).trimEnd().split('\n');
    expect(header).toMatch(/^Activity,Role,Purposes \(b\),/);
    expect(row).toBe(
      'orders,joint controller; with other-shop,Sell products,customers,E-mail address,logistics,' +
        'US: adequacy; BR: no mechanism declared,E-mail address: 1 year; all: by-law,training,,12,' +
        'Öl & <b>Co</b>; CN; =privacy@shop.example,Shop EU GmbH; DE; no contact registered,dpo@shop.example',
    );
    expect(header).toMatch(/,Controller \(a\),Representative \(a\),Data protection officer \(a\)$/);
    expect(rest).toEqual([]);
  });

  it('is a page to print, on which nothing runs', () => {
    const page = ropaHtml(ropa, vocabulary);
    expect(page).toContain('<h1>Register of processing activities: Öl &amp; &lt;b&gt;Co&lt;/b&gt;</h1>');
    expect(page).toContain('Policy in force: shop-1.');
    expect(page).toContain(
      '<td>Öl &amp; &lt;b&gt;Co&lt;/b&gt;<br>CN<br>=privacy@shop.example</td>' +
        '<td>Shop EU GmbH<br>DE<br>no contact registered</td><td>dpo@shop.example</td>',
    );
    expect(page).toContain('<td>US: adequacy<br>BR: no mechanism declared</td>');
    expect(page).toContain('Recipients that no activity declares for it: carrier.');
    expect(page).toContain('3 records serve it; the policy has it.');
    expect(page).not.toMatch(/<script|<b>|src=|href=/);
  });

  it('says so where there is nothing', () => {
    const controller = { id: 'shop', names: ['Shop'], role: 'controller' } as unknown as RopaDto['controller'];
    const page = ropaHtml({ controller, activities: [], recorded: [], drift: [] }, vocabulary);
    expect(page.match(/<p>None\.<\/p>/g)).toHaveLength(3);
    expect(page).toContain('No policy in force.');
    expect(page).toContain('<td>Shop<br>no contact registered</td><td>none registered</td><td>none registered</td>');
  });
});

describe('the form of a register', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['text/csv', 'csv'],
    ['text/html', 'html'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'html'],
    ['text/csv;q=0.5, application/json', 'json'],
    ['image/png', 'json'],
  ] as const)('for Accept %s is %s', (accept, format) => {
    expect(ropaFormatOf(accept)).toBe(format);
  });
});
