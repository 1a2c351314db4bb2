import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bindsOn,
  CIRCUMSTANCES,
  CONFIDENCES,
  DELETION_CAUSES,
  isJurisdiction,
  lawInForce,
  lawmakersOver,
} from '#libs/domain';
import { AUDIENCES, BREACH_MOMENTS, LAW_STATUSES, requestedRight, RIGHTS, UNCOUNTED_UNITS } from '#libs/domain';
import type { LawRow } from '#libs/domain';
import { loadTimedLaw } from './regimes.ts';
import { schemaOf } from './yaml-file.ts';

const law = loadTimedLaw();
const rows: readonly LawRow[] = [...law.breach, ...law.rights, ...law.deletion];
const inForce = (jurisdictions: readonly string[], day: string) =>
  lawInForce(law.breach, jurisdictions, day).map(({ id }) => id);

describe('the law that comes with the ledger', () => {
  it('covers every regime the project set out to know', () => {
    expect(
      law.breach
        .filter(({ confidence }) => confidence !== 'unverified')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([
      'AU-NDB',
      'BR-LGPD-48',
      'CA-PIPEDA-10.1',
      'CN-CAC-INC',
      'CN-MINORS-35',
      'CN-NDSR-11',
      'CN-PIPL-57',
      'EU-GDPR-33',
      'EU-GDPR-33-omnibus',
      'HK-PDPO',
      'IN-DPDP-R7',
      'JP-APPI-26',
      'KR-PIPA-34',
      'MO-PDPA-8-2005',
      'MY-PDPA-12B',
      'SG-PDPA-26D',
      'TH-PDPA-37',
      'TW-PDPA-12',
      'TW-PDPA-12-2025',
      'UK-GDPR-33',
      'UK-PECR-5A',
      'US-CA-1798.82',
      'US-HIPAA',
      'US-NY-899-aa',
      'VN-PDPL-23',
    ]);
  });

  it('says of every row whose law it is and when that was looked up', () => {
    expect(rows.filter(({ jurisdiction }) => !isJurisdiction(jurisdiction)).map(({ id }) => id)).toEqual([]);
    expect(rows.filter(({ verifiedOn }) => verifiedOn > '2026-11-22').map(({ id }) => id)).toEqual([]);
  });

  it('uses the words of the rules, no more and no fewer', () => {
    const { $defs } = schemaOf('regimes/regime.schema.json') as { $defs: { [name: string]: Schema } };
    const duty = $defs['duty']!.properties!;
    const is = $defs['condition']!.oneOf!.find(({ properties }) => properties?.['is'])!.properties!['is'];
    const units = $defs['period']!.oneOf!.at(-1)!.properties!['unit'];
    expect(is!.enum).toEqual(CIRCUMSTANCES);
    expect(units!.enum).toEqual(UNCOUNTED_UNITS);
    expect([duty['audience']!.enum, duty['clockStart']!.enum]).toEqual([AUDIENCES, BREACH_MOMENTS]);
    expect($defs['breach']!.properties!['status']!.enum).toEqual(LAW_STATUSES);
    expect($defs['confidence']!.enum).toEqual(CONFIDENCES);
    expect($defs['rights']!.properties!['rights']!.oneOf![1]!.items!.enum).toEqual(RIGHTS);
    expect($defs['deletion']!.properties!['because']!.items!.enum).toEqual(DELETION_CAUSES);
    expect(requestedRight.values.filter((right) => !RIGHTS.includes(right))).toEqual([]);
  });
});

interface Schema {
  readonly enum?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: { readonly [name: string]: Schema };
}

describe('lawInForce', () => {
  it('finds the law of a place and of everybody it belongs to', () => {
    expect(lawmakersOver('SE')).toEqual(['SE', 'EU', 'EEA']);
    expect(lawmakersOver('EU')).toEqual(['EU', 'EEA']);
    expect(lawmakersOver('CN-GD')).toEqual(['CN-GD', 'CN']);
    expect(inForce(['SE'], '2026-11-22')).toEqual(['EU-GDPR-33']);
    expect(inForce(['NO'], '2026-11-22')).toEqual(['EU-GDPR-33']);
    expect(inForce(['CN-GD'], '2026-11-22')).toEqual(['CN-PIPL-57', 'CN-NDSR-11', 'CN-CAC-INC', 'CN-MINORS-35']);
    expect(inForce(['US-CA'], '2026-11-22')).toEqual(['US-CA-1798.82', 'US-HIPAA']);
  });

  it('looks at the day: a law binds from its first day on', () => {
    expect(inForce(['CN'], '2025-10-31')).not.toContain('CN-CAC-INC');
    expect(inForce(['CN'], '2025-11-01')).toContain('CN-CAC-INC');
    expect(inForce(['IN'], '2027-05-12')).toEqual([]);
    expect(inForce(['IN'], '2027-05-13')).toEqual(['IN-DPDP-R7']);
  });

  it('never lets a proposal, an amendment without a day, mere guidance or an unverified row bind', () => {
    const never = rows.filter(
      ({ status, confidence, force, effectiveFrom }) =>
        status === 'proposed' ||
        confidence === 'unverified' ||
        force === 'guidance' ||
        (status === 'enactedNotInForce' && effectiveFrom === undefined),
    );
    expect(never.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['EU-GDPR-33-omnibus', 'TW-PDPA-12-2025', 'HK-PDPO', 'TR-KVKK-12', 'US-SEC-8K']),
    );
    const day = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2099-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...never), day, (row, date) => {
        expect(bindsOn(row, date.toISOString().slice(0, 10))).toBe(false);
      }),
    );
  });
});
