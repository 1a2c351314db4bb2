import { describe, expect, it } from '@jest/globals';
import { parsePolicyPack } from './packs.ts';
import { PolicyPackError } from './policy-pack-error.ts';
import { loadVocabulary } from './vocabulary.ts';

const vocabulary = loadVocabulary();

describe('a pack somebody wrote', () => {
  const faultsOf = (text: string) => {
    try {
      parsePolicyPack({ file: 'mine.yaml', text }, vocabulary);
    } catch (error) {
      if (error instanceof PolicyPackError) return error.message.split('\n');
      throw error;
    }
    return [];
  };
  const text = (rows: string) => `controllerId: mine
names: [Mine]
policyVersion: mine-1
effectiveFrom: '2026-01-01T00:00:00+08:00'
language: en
authoritativeLanguage: en
jurisdictions: [CN]
zone: Asia/Shanghai
text: { file: mine.txt, sha256: ${'a'.repeat(64)} }
rows:
${rows}`;
  const row = (body: string) =>
    text(`  - id: MINE-1
    says: A rule.
    clauses: [{ heading: H, line: 1, quote: Q }]
${body}`);

  it('is told what terms it may have meant, with line and column', () => {
    expect(faultsOf(row('    rules: [{ kind: COL-FUNCTION, categories: [pd:EmailAdress] }]'))).toEqual([
      expect.stringMatching(
        /^mine\.yaml:14:\d+ \/rows\/0\/rules\/0\/categories\/0 Expected a term .* Perhaps: pd:EmailAddress/,
      ),
    ]);
  });

  it('is told that a parameter is unknown, or a kind', () => {
    expect(faultsOf(row('    rules: [{ kind: COL-FUNCTION, category: [pd:Name] }]'))).toEqual([
      expect.stringMatching(/^mine\.yaml:14:\d+ \/rows\/0\/rules\/0\/category is not a key that is known here$/),
    ]);
    expect(faultsOf(row('    rules: [{ kind: COL-FUNKTION }]'))[0]).toMatch(
      /^mine\.yaml:14:\d+ \/rows\/0\/rules\/0\/kind must be one of /,
    );
  });

  it('is told that a row says nothing, and that a topic is ruled and passed over in silence', () => {
    expect(faultsOf(row('').trimEnd() + '\n')).toEqual([
      'mine.yaml:11:5 /rows/0 Give the row rules or silentOn, or else say in notMachineCheckable why no record can decide it.',
    ]);
    expect(faultsOf(row('    rules: [{ kind: SHR-NOSALE }]\n    silentOn: [sale]'))).toEqual([
      'mine.yaml:15:16 /rows/0/silentOn/0 The policy is not silent on sale: row MINE-1 rules it.',
    ]);
  });

  it.each([
    ['hour', 876_000],
    ['day', 36_500],
    ['workingDay', 26_000],
    ['month', 1_200],
    ['year', 100],
  ])('is told that a period in the unit %s is nothing, or longer than a hundred years', (unit, most) => {
    const withPeriod = (n: number) =>
      row(
        `    rules: [{ kind: DEL-DEADLINE, after: [subjectRequest], period: { n: ${n}, unit: ${unit}, calendar: CN } }]`,
      );
    expect(faultsOf(withPeriod(1))).toEqual([]);
    expect(faultsOf(withPeriod(most))).toEqual([]);
    expect(faultsOf(withPeriod(0))).toEqual(['mine.yaml:14:70 /rows/0/rules/0/period/n must be >= 1']);
    expect(faultsOf(withPeriod(most + 1))).toEqual([`mine.yaml:14:70 /rows/0/rules/0/period/n must be <= ${most}`]);
  });

  it('is told that its zone is none of the time zone database', () => {
    const misspelt = row('    rules: [{ kind: SHR-NOSALE }]').replace('Asia/Shanghai', 'Asia/Shenzen');
    expect(faultsOf(misspelt)).toEqual([
      'mine.yaml:8:1 /zone Expected a zone of the IANA time zone database, such as Asia/Shanghai.',
    ]);
  });
});
